import { LRUCache } from 'lru-cache'
import { singleton } from '../process'
import type { LimitedCaller } from './quotas'

const MAX_KNOWN = 20_000

/**
 * The callers of credentials that were valid when they were last used, by digest, so that their requests wait with those of their team. Whether
 * a credential is valid now is checked in the database for every request.
 */
const knownCredentials = () => singleton('knownCredentials', () => new LRUCache<string, LimitedCaller>({ max: MAX_KNOWN }))

/** Returns the caller of a credential that was valid when it was last used; undefined for any other. */
export const findKnownCredential = (digest: string) => knownCredentials().get(digest)

/** Remembers the caller of a valid credential. */
export function rememberCredential(digest: string, caller: LimitedCaller): void {
  knownCredentials().set(digest, caller)
}

/** Forgets a credential that was refused: its next requests wait with those of unknown credentials. */
export function forgetCredential(digest: string): void {
  knownCredentials().delete(digest)
}
