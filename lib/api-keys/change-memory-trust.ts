import { lockUsableKey, updateMemoryTrust } from '../../db/api-keys'
import type { Trust } from '../../db/constants'
import type { ApiKey } from '../../db/schema'
import { keyTarget } from '../auth/key-events'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { keyNotFound } from './errors'

/** Sets how far memories are trusted that are stored or changed with a key from now on. @throws insufficient_scope, not_found */
export async function changeMemoryTrust(
  viewer: CapableViewer<'keys:manage'>,
  { id, memoryTrust }: { id: string; memoryTrust: Trust },
  context: RequestContext,
): Promise<ApiKey> {
  return idempotentTransaction(viewer, context, 'change memory trust of key', { id, memoryTrust }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'keys:manage')
    const before = (await lockUsableKey(tx, viewer.teamId, id)) ?? keyNotFound()
    const after = await updateMemoryTrust(tx, before, memoryTrust)
    const change = { before: trustOf(before), after: trustOf(after) }
    await recordEvent(tx, viewer, context, { kind: 'key.memory_trust_changed', target: keyTarget(after), ...change })
    return after
  })
}

const trustOf = ({ memory_trust }: ApiKey) => ({ memory_trust })
