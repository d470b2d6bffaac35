import { lockUsableKey, rotateSecret } from '../../db/api-keys'
import { newKey } from '../auth/api-key-format'
import { keyTarget } from '../auth/key-events'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { keyNotFound } from './errors'
import type { IssuedKey } from './issue'
import { OVERLAP_MINUTES, type Overlap } from './rules'

const ROTATED_MEANWHILE = 'Someone else just rotated this key, so nothing was changed. Reload the page to see which secrets work.'

interface RotationInput {
  id: string
  /** How long the old secret keeps working. */
  overlap: Overlap
  /** The last four characters of the secret that the viewer wants to replace: of two people who rotate at once, only one succeeds. */
  lastFour?: string | undefined
}

/** Gives a key a new secret; the old one keeps working for the overlap. @throws insufficient_scope, not_found, invalid_request */
export async function rotateKey(
  viewer: CapableViewer<'keys:manage'>,
  { id, overlap, lastFour }: RotationInput,
  context: RequestContext,
): Promise<IssuedKey> {
  const { key, parts } = newKey(id)
  const row = await idempotentTransaction(viewer, context, 'rotate key', { id, overlap, lastFour }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'keys:manage')
    const before = (await lockUsableKey(tx, viewer.teamId, id)) ?? keyNotFound()
    if (lastFour !== undefined && before.last_four !== lastFour) fail('invalid_request', ROTATED_MEANWHILE)
    const after = await rotateSecret(tx, before, parts, OVERLAP_MINUTES[overlap])
    const change = { before: { last_four: before.last_four }, after: { last_four: after.last_four, overlap } }
    await recordEvent(tx, viewer, context, { kind: 'key.rotated', target: keyTarget(after), ...change })
    return after
  })
  return { row, key }
}
