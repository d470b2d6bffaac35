import { lockLiveKey, updateRateLimit } from '../../db/api-keys'
import { insertAudit } from '../../db/audit'
import type { ApiKey } from '../../db/schema'
import { auditRow } from '../audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { idempotentTransaction } from '../idempotency'
import { keyNotFound } from './errors'
import { keyTarget } from './present'

/** Says how many requests a key may send a minute: 0 as many as it likes, null as many as the server's settings say. */
export async function changeRateLimit(viewer: Viewer, id: string, perMinute: number | null): Promise<ApiKey> {
  requireCapability(viewer, 'keys:manage')
  return idempotentTransaction(viewer, 'change rate limit of key', { id, perMinute }, async (tx) => {
    const before = (await lockLiveKey(tx, viewer.teamId, id)) ?? keyNotFound()
    const after = await updateRateLimit(tx, before, perMinute)
    const change = { before: limitOf(before), after: limitOf(after) }
    await insertAudit(tx, auditRow(viewer, 'key.rate_limit_changed', keyTarget(after), change))
    return after
  })
}

const limitOf = ({ requests_per_minute }: ApiKey) => ({ requests_per_minute })
