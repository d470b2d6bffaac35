import { listHeldAgents, lockAgentsOfTeam } from '../../db/agents'
import { lockUnrevokedKeys, markKeyRevoked } from '../../db/api-keys'
import { markTeamDeleted } from '../../db/deleted-teams'
import { withdrawInvites } from '../../db/invites'
import { deleteMembership, lockMemberships } from '../../db/memberships'
import type { ApiKey, Tx } from '../../db/schema'
import { endSessionsOpenedBy } from '../../db/session-endings'
import { lockTeam } from '../../db/teams'
import { failHeld } from '../agents/legal-hold'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer, Viewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { failConfirmation } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { endPasswordLinksOfTeam } from './password-link'

const REASON = 'The team was deleted.'

interface TeamDeletion {
  /** The name of the team, typed to confirm. */
  confirm: string
}

/**
 * Ends a team at once: its keys, tokens, sessions, invites, memberships and the password links of its members. Maintenance deletes its rows afterwards.
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
    await endPasswordLinksOfTeam(tx, team.id) // which locks people: after the team, and before their memberships
    // Keys and memberships before agents, as everybody locks them: two transactions never wait for each other in a circle.
    const keys = await lockUnrevokedKeys(tx, team.id)
    const personIds = await lockMemberships(tx, team.id)
    await lockAgentsOfTeam(tx, team.id) // so that no agent is put on legal hold after the check below
    const held = await listHeldAgents(tx, team.id)
    if (held.length > 0) failHeld(held)
    await revokeKeys(tx, viewer, context, keys)
    await removeMembers(tx, viewer, context, personIds)
    await withdrawInvites(tx, team.id, {})
    await recordEvent(tx, viewer, context, { kind: 'team.deleted', target: { kind: 'team', id: team.id, name: team.name } })
    await markTeamDeleted(tx, team.id)
    return { name: team.name }
  })
}

/** Every session was opened by a key or a person of the team, so that all sessions end with them. */
async function revokeKeys(tx: Tx, viewer: Viewer, context: RequestContext, keys: ApiKey[]): Promise<void> {
  for (const key of keys) {
    await markKeyRevoked(tx, key, viewer.actor.name, REASON)
    await endSessionsOpenedBy(tx, viewer.teamId, key.id, endingBy(viewer, context))
  }
}

async function removeMembers(tx: Tx, viewer: Viewer, context: RequestContext, personIds: string[]): Promise<void> {
  for (const id of personIds) {
    await endSessionsOpenedBy(tx, viewer.teamId, id, endingBy(viewer, context))
    await deleteMembership(tx, viewer.teamId, id)
  }
}

const endingBy = ({ actor }: Viewer, { clientAddress }: RequestContext) =>
  ({ reason: 'revoked', by: actor, note: REASON, address: clientAddress }) as const
