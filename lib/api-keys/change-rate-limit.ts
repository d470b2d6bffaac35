import { lockLiveKey, updateRateLimit } from '../../db/api-keys'
import { insertAudit } from '../../db/audit'
import type { ApiKey } from '../../db/schema'
import { auditRow } from '../audit'
import { refuseAct, type Viewer } from '../auth/acts'
import { writing } from '../writing'
import { keyTarget } from './present'
import { keyMissing } from './refusals'

/** Says how many requests a key may send a minute: 0 as many as it likes, null as many as the server's settings say. */
export async function changeRateLimit(viewer: Viewer, id: string, perMinute: number | null): Promise<ApiKey> {
  refuseAct(viewer, 'keys:manage')
  return writing(viewer, 'change rate limit of key', { id, perMinute }, async (tx) => {
    const before = (await lockLiveKey(tx, viewer.teamId, id)) ?? keyMissing()
    const after = await updateRateLimit(tx, before, perMinute)
    const change = { before: limitOf(before), after: limitOf(after) }
    await insertAudit(tx, auditRow(viewer, 'key.rate_limit_changed', keyTarget(after), change))
    return after
  })
}

const limitOf = ({ requests_per_minute }: ApiKey) => ({ requests_per_minute })
