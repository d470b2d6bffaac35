import { lockLiveKey, rotateSecret } from '../../db/api-keys'
import { insertAudit } from '../../db/audit'
import { auditRow } from '../audit'
import { newKey } from '../auth/api-key-format'
import { requireCapability, type Viewer } from '../auth/viewer'
import { fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { keyNotFound } from './errors'
import type { IssuedKey } from './issue'
import { keyTarget } from './present'
import { OVERLAP_MINUTES, type Overlap } from './rules'

const ROTATED_MEANWHILE = 'Someone else just rotated this key, so nothing was changed. Reload the page to see which secrets work.'

/**
 * Gives a key a new secret. The old one goes on working for the overlap, and at once no more when there is none.
 * `seen`: the end of the secret that the viewer means to rotate; of two who rotate it at once, one is told.
 */
export async function rotateKey(viewer: Viewer, id: string, overlap: Overlap, seen?: string): Promise<IssuedKey> {
  requireCapability(viewer, 'keys:manage')
  const { key, parts } = newKey(id)
  const row = await idempotentTransaction(viewer, 'rotate key', { id, overlap, seen }, async (tx) => {
    const before = (await lockLiveKey(tx, viewer.teamId, id)) ?? keyNotFound()
    if (seen !== undefined && before.last_four !== seen) fail('invalid_request', ROTATED_MEANWHILE)
    const after = await rotateSecret(tx, before, parts, OVERLAP_MINUTES[overlap])
    const change = { before: { last_four: before.last_four }, after: { last_four: after.last_four, overlap } }
    await insertAudit(tx, auditRow(viewer, 'key.rotated', keyTarget(after), change))
    return after
  })
  return { row, key }
}
