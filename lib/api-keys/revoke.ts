import { lockKey, markKeyRevoked } from '../../db/api-keys'
import type { ApiKey } from '../../db/schema'
import { endSessionsOpenedBy } from '../../db/session-endings'
import { keyTarget } from '../auth/key-events'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { keyNotFound } from './errors'

interface RevocationInput {
  id: string
  reason: string
}

/**
 * Revokes a key: from the next request on, it and every token issued to it are refused, and the sessions it opened are ended. The row is
 * kept. A key that was revoked before stays as it is.
 * @throws insufficient_scope, not_found
 */
export async function revokeKey(
  viewer: CapableViewer<'keys:manage'>,
  { id, reason }: RevocationInput,
  context: RequestContext,
): Promise<{ key: ApiKey; sessionsEnded: number }> {
  return idempotentTransaction(viewer, context, 'revoke key', { id, reason }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'keys:manage')
    const before = (await lockKey(tx, viewer.teamId, id)) ?? keyNotFound()
    if (before.revoked_at !== null) return { key: before, sessionsEnded: 0 }
    const key = await markKeyRevoked(tx, before, viewer.actor.name, reason)
    const ending = { reason: 'revoked', by: viewer.actor, note: reason, address: context.clientAddress } as const
    const ended = await endSessionsOpenedBy(tx, viewer.teamId, id, ending)
    const after = { reason, sessions_ended: ended.length }
    await recordEvent(tx, viewer, context, { kind: 'key.revoked', target: keyTarget(key), after })
    return { key, sessionsEnded: ended.length }
  })
}
