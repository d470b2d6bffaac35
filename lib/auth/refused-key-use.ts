import { LRUCache } from 'lru-cache'
import { SYSTEM_ACTOR } from '../../db/constants'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { db, log, singleton } from '../process'

const SAMPLED_EVERY_MS = 10 * 60_000
const MAX_REMEMBERED = 10_000

type Reason = 'revoked' | 'expired' | 'wrong_secret' | 'address_not_allowed' | 'insufficient_scope'

interface RefusableKey {
  team_id: string
  id: string
  name: string
}

interface CheckedKey extends RefusableKey {
  is_current: boolean
  is_previous: boolean
  is_expired: boolean
  allows_address: boolean
  revoked_at: Date | null
}

/** Records in the audit log that a key was refused: because of a wrong secret, because it was revoked or has expired, or because it does not work from the address. */
export function noteUnusableKey(key: CheckedKey, context: RequestContext): void {
  if (!key.is_current && !key.is_previous) noteRefusedKey(key, 'wrong_secret', context)
  else if (key.revoked_at !== null) noteRefusedKey(key, 'revoked', context)
  else if (key.is_expired) noteRefusedKey(key, 'expired', context)
  else if (!key.allows_address) noteRefusedKey(key, 'address_not_allowed', context)
}

/**
 * Records in the audit log that a key was refused, without waiting for the database: at once the first time, and then at most every ten minutes
 * per key, reason and process, with the number of refusals since the last entry.
 */
export function noteRefusedKey(key: RefusableKey, reason: Reason, context: RequestContext): void {
  const known = singleton('refusedKeys', () => new LRUCache<string, { recordedAt: number; refusals: number }>({ max: MAX_REMEMBERED }))
  const now = performance.now()
  const last = known.get(`${key.id} ${reason}`) ?? { recordedAt: Number.NEGATIVE_INFINITY, refusals: 0 }
  const refusals = last.refusals + 1
  const isDue = now - last.recordedAt >= SAMPLED_EVERY_MS
  known.set(`${key.id} ${reason}`, isDue ? { recordedAt: now, refusals: 0 } : { ...last, refusals })
  if (isDue)
    record(key, { reason, refusals }, context).catch(() => log().warn({ keyId: key.id }, 'the refused use of a key could not be recorded'))
}

async function record({ team_id: teamId, id, name }: RefusableKey, after: object, context: RequestContext): Promise<void> {
  const event = { kind: 'key.refused', target: { kind: 'key', id, name }, after } as const
  await db()
    .transaction()
    .execute((tx) => recordEvent(tx, { teamId, actor: SYSTEM_ACTOR }, context, event))
}
