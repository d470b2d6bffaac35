import { lockUsableKey, updateAllowedNetworks } from '../../db/api-keys'
import type { ApiKey } from '../../db/schema'
import { keyTarget } from '../auth/key-events'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { keyNotFound } from './errors'

/** Sets from which addresses and networks a key works from its next call on, and session tokens that were issued to it; null for everywhere. @throws insufficient_scope, not_found */
export async function changeAllowedNetworks(
  viewer: CapableViewer<'keys:manage'>,
  { id, allowedNetworks }: { id: string; allowedNetworks: string[] | null },
  context: RequestContext,
): Promise<ApiKey> {
  return idempotentTransaction(viewer, context, 'change networks of key', { id, allowedNetworks }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'keys:manage')
    const before = (await lockUsableKey(tx, viewer.teamId, id)) ?? keyNotFound()
    const after = await updateAllowedNetworks(tx, before, allowedNetworks)
    const change = { before: networksOf(before), after: networksOf(after) }
    await recordEvent(tx, viewer, context, { kind: 'key.networks_changed', target: keyTarget(after), ...change })
    return after
  })
}

const networksOf = ({ allowed_networks }: ApiKey) => ({ allowed_networks: allowed_networks ?? 'everywhere' })
