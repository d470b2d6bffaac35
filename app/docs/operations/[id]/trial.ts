import type { OperationReference } from '@/lib/api/reference'
import type { ReferenceField } from '@/lib/api/reference-fields'
import { takesKey, takesToken } from '@/lib/auth/security'

/** A parameter that the form for trying a call asks for. */
export interface TrialField {
  name: string
  isRequired: boolean
  example: string | undefined
}

/** What the form for trying a call needs to know of an operation. */
export interface Trial {
  id: string
  method: string
  /** With the names of its parameters in braces. */
  path: string
  pathFields: TrialField[]
  queryFields: TrialField[]
  /** The body that the form proposes, and its media type; undefined when there is none. */
  body: { mediaType: string; text: string } | undefined
  takesKey: boolean
  takesToken: boolean
  /** True when the call can delete something, so that it is confirmed first. */
  canDelete: boolean
}

/** Operations that can delete, though their method is not DELETE. */
const CAN_DELETE = ['changeMemories', 'eraseMemories', 'changeMemoryPolicy']

/** Returns what the form for trying a call needs to know of an operation. */
export function trialOf({ operation, pathFields, queryFields, bodyFields }: OperationReference): Trial {
  const { id, method, path, security, streamedBody, bodyExample } = operation
  const isCompanionKey = security.kind === 'sessionOrExpired'
  return {
    id,
    method,
    path,
    pathFields: pathFields.map(trialField),
    queryFields: queryFields.map(trialField),
    body: streamedBody
      ? { mediaType: streamedBody.mediaTypes[0] ?? 'text/plain', text: streamedBody.example }
      : bodyFields.length > 0
        ? { mediaType: 'application/json', text: bodyExample ? JSON.stringify(bodyExample, null, 2) : '' }
        : undefined,
    takesKey: takesKey(security) || isCompanionKey,
    takesToken: takesToken(security),
    canDelete: method === 'DELETE' || CAN_DELETE.includes(id),
  }
}

const trialField = ({ name, isRequired, example }: ReferenceField): TrialField => ({
  name,
  isRequired,
  example: example?.replace(/^"(.*)"$/, '$1'),
})
