import { withdrawInvites } from '../../db/invites'
import { endLoginsOf } from '../../db/logins'
import { deleteMembership, findMember, lockMembership, type Member } from '../../db/memberships'
import type { Tx } from '../../db/schema'
import { endSessionsOpenedBy } from '../../db/session-endings'
import { lockOwnMembership, lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer, Viewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { fail, failConfirmation } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { personTarget } from '../people/account-events'
import { findManageableMember, memberNotFound, requireAnotherOwner } from './membership-lock'
import { endPasswordLinks } from './password-link'
import { ROLES } from './rules'

interface RemovedMember {
  member: Member
  sessionsEnded: number
}

interface Removal {
  personId: string
  /** The e-mail of the person, typed to confirm. */
  confirm: string
}

/**
 * Removes a person from the team: their session tokens are refused and the sessions they opened end at once.
 * @throws not_found, insufficient_scope, team_needs_owner, invalid_request when another e-mail was typed
 */
export async function removeMember(
  viewer: CapableViewer<'people:manage'>,
  { personId, confirm }: Removal,
  context: RequestContext,
): Promise<RemovedMember> {
  if (personId === viewer.person.id) fail('invalid_request', 'You cannot remove yourself. Leave the team instead.')
  return idempotentTransaction(viewer, context, 'remove member', { personId }, async (tx) => {
    const own = await lockOwnMembershipFor(tx, viewer, 'people:manage')
    const member = await findManageableMember(tx, viewer.teamId, own, personId)
    if (confirm.trim().toLowerCase() !== member.email) failConfirmation('The e-mail', member.email)
    const sessionsEnded = await endMembership(tx, viewer, context, member, 'member.removed')
    await endLoginsOf(tx, member.id)
    return { member, sessionsEnded }
  })
}

/** Removes the viewer from the team and ends all their logins, including the one of this browser. @throws team_needs_owner */
export async function leaveTeam(viewer: Viewer, context: RequestContext): Promise<void> {
  await idempotentTransaction(viewer, context, 'leave team', {}, async (tx) => {
    await lockOwnMembership(tx, viewer)
    const self = (await findMember(tx, viewer.teamId, viewer.person.id)) ?? memberNotFound()
    await endMembership(tx, viewer, context, self, 'member.left')
    await endLoginsOf(tx, self.id)
    return {}
  })
}

async function endMembership(
  tx: Tx,
  viewer: Viewer,
  context: RequestContext,
  member: Member,
  kind: 'member.removed' | 'member.left',
): Promise<number> {
  const { teamId, actor } = viewer
  if (member.role === 'owner') await requireAnotherOwner(tx, teamId)
  await endPasswordLinks(tx, teamId, member, null)
  await lockMembership(tx, teamId, member.id)
  const ended = await endSessionsOpenedBy(tx, teamId, member.id, { reason: 'revoked', by: actor, address: context.clientAddress })
  await withdrawInvites(tx, teamId, { madeBy: { personId: member.id, roles: ROLES } })
  await deleteMembership(tx, teamId, member.id)
  const change = { before: { email: member.email, role: member.role }, after: { sessions_ended: ended.length } }
  await recordEvent(tx, viewer, context, { kind, target: personTarget(member), ...change })
  return ended.length
}
