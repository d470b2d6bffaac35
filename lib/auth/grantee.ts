import { isUuid } from '../ids'
import { isKeyId } from './api-key-format'

/** The key or person that a credential belongs to. A session token is issued to one. */
export interface Grantee {
  kind: 'key' | 'person'
  id: string
}

/** Returns `key:<id>` or `person:<id>`: how tokens and counters of requests name a grantee. */
export const formatGrantee = ({ kind, id }: Grantee) => `${kind}:${id}`

/** Reads what `formatGrantee` wrote; undefined for any other text. */
export function parseGrantee(text: string): Grantee | undefined {
  const [kind, id = '', ...rest] = text.split(':')
  if (rest.length > 0) return undefined
  if (kind === 'key' && isKeyId(id)) return { kind, id }
  return kind === 'person' && isUuid(id) ? { kind, id } : undefined
}
