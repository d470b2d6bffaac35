import { listHeldAgents } from '../../db/agents'
import { listUnrevokedKeyIds, lockKey, markKeyRevoked } from '../../db/api-keys'
import { markTeamDeleted } from '../../db/deleted-teams'
import { withdrawInvites } from '../../db/invites'
import { deleteMembership, listMembers, lockMembership } from '../../db/memberships'
import type { Tx } from '../../db/schema'
import { endSessionsOpenedBy } from '../../db/session-endings'
import { lockTeam } from '../../db/teams'
import { failHeld } from '../agents/legal-hold'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer, Viewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { failConfirmation } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'

const REASON = 'The team was deleted.'

interface TeamDeletion {
  /** The name of the team, typed to confirm. */
  confirm: string
}

/**
 * Ends a team at once: its keys, tokens, sessions, invites and memberships. Maintenance deletes its rows afterwards.
 * @throws invalid_request when another name was typed; legal_hold when an agent is on legal hold
 */
export async function deleteTeam(
  viewer: CapableViewer<'team:own'>,
  { confirm }: TeamDeletion,
  context: RequestContext,
): Promise<{ name: string }> {
  return idempotentTransaction(viewer, context, 'delete team', {}, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'team:own')
    const team = await lockTeam(tx, viewer.teamId)
    if (confirm.trim() !== team.name) failConfirmation('The name', team.name)
    const held = await listHeldAgents(tx, team.id)
    if (held.length > 0) failHeld(held)
    await revokeKeys(tx, viewer, context)
    await removeMembers(tx, viewer, context)
    await withdrawInvites(tx, team.id, {})
    await recordEvent(tx, viewer, context, { kind: 'team.deleted', target: { kind: 'team', id: team.id, name: team.name } })
    await markTeamDeleted(tx, team.id)
    return { name: team.name }
  })
}

/** Every session was opened by a key or a person of the team, so that all sessions end with them. */
async function revokeKeys(tx: Tx, viewer: Viewer, context: RequestContext): Promise<void> {
  for (const id of await listUnrevokedKeyIds(tx, viewer.teamId)) {
    const key = await lockKey(tx, viewer.teamId, id)
    if (key) await markKeyRevoked(tx, key, viewer.actor.name, REASON)
    await endSessionsOpenedBy(tx, viewer.teamId, id, endingBy(viewer, context))
  }
}

async function removeMembers(tx: Tx, viewer: Viewer, context: RequestContext): Promise<void> {
  for (const { id } of await listMembers(tx, viewer.teamId)) {
    await lockMembership(tx, viewer.teamId, id)
    await endSessionsOpenedBy(tx, viewer.teamId, id, endingBy(viewer, context))
    await deleteMembership(tx, viewer.teamId, id)
  }
}

const endingBy = ({ actor }: Viewer, { clientAddress }: RequestContext) =>
  ({ reason: 'revoked', by: actor, note: REASON, address: clientAddress }) as const
