import { lockKey, revokeSecret } from '../../db/api-keys'
import { insertAudit } from '../../db/audit'
import type { ApiKey } from '../../db/schema'
import { endSessionsOpenedBy } from '../../db/sessions'
import { auditRow } from '../audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { idempotentTransaction } from '../idempotency'
import { keyNotFound } from './errors'
import { keyTarget } from './present'

/** Kills a key and every token issued to it from the next request on, and ends the sessions it opened. The row stays. */
export async function revokeKey(viewer: Viewer, id: string, reason: string): Promise<{ key: ApiKey; sessionsEnded: number }> {
  requireCapability(viewer, 'keys:manage')
  return idempotentTransaction(viewer, 'revoke key', { id, reason }, async (tx) => {
    const before = (await lockKey(tx, viewer.teamId, id)) ?? keyNotFound()
    if (before.revoked_at !== null) return { key: before, sessionsEnded: 0 }
    const key = await revokeSecret(tx, before, viewer.actor.name, reason)
    const ending = { reason: 'revoked', by: viewer.actor, note: reason, address: viewer.notes.address } as const
    const ended = await endSessionsOpenedBy(tx, viewer.teamId, id, ending)
    await insertAudit(tx, auditRow(viewer, 'key.revoked', keyTarget(key), { after: { reason, sessions_ended: ended.length } }))
    return { key, sessionsEnded: ended.length }
  })
}
