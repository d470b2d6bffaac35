import { takesKey, takesToken } from '../auth/security'
import type { Operation } from '../http/operation'
import type { OperationReference } from './reference'
import type { ReferenceField } from './reference-fields'

/** An example of a request to an operation. */
export interface RequestExample {
  method: Operation['method']
  /** With values for its parameters, and the query: `/api/v2/agents/customer-support/recall?limit=5`. */
  path: string
  /** Which credential it sends. */
  credential: 'key' | 'token' | 'none'
  /** The body of a request with JSON. */
  json: object | undefined
  /** The body of a request with a file, and its media type. */
  file: { mediaType: string; text: string } | undefined
  /** True when the response is a file, and not JSON. */
  isResponseFile: boolean
}

/** Returns an example of a request to an operation. */
export function requestExample({ operation, pathFields, queryFields }: OperationReference): RequestExample {
  const { method, security, bodyExample, streamedBody, response } = operation
  return {
    method,
    path: pathWith(operation.path, pathFields) + queryOf(operation, queryFields),
    credential: takesKey(security) ? 'key' : takesToken(security) ? 'token' : 'none',
    json: method === 'GET' ? undefined : bodyExample,
    file: streamedBody && { mediaType: streamedBody.mediaTypes[0] ?? 'text/plain', text: streamedBody.example },
    isResponseFile: response?.streamedAs !== undefined,
  }
}

function pathWith(path: string, fields: ReferenceField[]): string {
  const values = new Map(fields.map(({ name, example }) => [name, textOf(example)]))
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.get(name) ?? name))
}

/** The query of a GET: the example of the contract, or else what is required and what is searched for. */
function queryOf({ method, bodyExample }: Operation, fields: ReferenceField[]): string {
  if (method !== 'GET') return ''
  const named = fields.filter(({ name, isRequired, example }) => example !== undefined && (isRequired || name === 'q'))
  const values = Object.entries(bodyExample ?? Object.fromEntries(named.map(({ name, example }) => [name, textOf(example)])))
  const query = new URLSearchParams(values.map(([name, value]) => [name, String(value)]))
  return query.size === 0 ? '' : `?${query}`
}

/** The text that an example in JSON stands for in a URL. */
function textOf(example: string | undefined): string {
  if (example === undefined) return ''
  const value: unknown = JSON.parse(example)
  return typeof value === 'string' ? value : example
}
