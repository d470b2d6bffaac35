import { LRUCache } from 'lru-cache'
import { singleton } from '../process'
import type { LimitedCaller } from './quotas'

const MAX_KNOWN = 20_000

/**
 * Credentials that were valid when they were last used, by digest: their requests wait with those of their team. Only that: whether a
 * credential is valid now is asked of the database by every request.
 */
const knownCredentials = () => singleton('knownCredentials', () => new LRUCache<string, LimitedCaller>({ max: MAX_KNOWN }))

export const findKnownCredential = (digest: string) => knownCredentials().get(digest)

export function rememberCredential(digest: string, caller: LimitedCaller): void {
  knownCredentials().set(digest, caller)
}

/** A credential that was refused: from now on it waits with those that are not known. */
export function forgetCredential(digest: string): void {
  knownCredentials().delete(digest)
}
