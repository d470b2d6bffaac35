import { withdrawInvites } from '../../db/invites'
import { findMember, type Member, updateRole } from '../../db/memberships'
import type { Role, Tx } from '../../db/schema'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer, Viewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { personTarget } from '../people/account-events'
import { findManageableMember, memberNotFound, requireAnotherOwner } from './membership-lock'
import { endPasswordLinks } from './password-link'
import { isAbove, rolesAbove } from './rules'

interface RoleChange {
  personId: string
  role: Role
  /** The role that the member must still have. */
  expectedRole?: Role | undefined
}

/** A member with the new role, the role before, and what ended with that. */
export interface RoleOutcome {
  member: Member
  before: Role
  invitesWithdrawn: number
  linksExpired: number
}

/** Gives a member another role, never above the viewer's own. @throws not_found, insufficient_scope, team_needs_owner, invalid_request */
export async function changeRole(
  viewer: CapableViewer<'people:manage'>,
  { personId, role, expectedRole }: RoleChange,
  context: RequestContext,
): Promise<RoleOutcome> {
  return idempotentTransaction(viewer, context, 'change role', { personId, role, expectedRole }, async (tx) => {
    const own = await lockOwnMembershipFor(tx, viewer, 'people:manage')
    const member = await findManageableMember(tx, viewer.teamId, own, personId)
    if (isAbove(role, own)) fail('insufficient_scope', `Your role (${own}) cannot assign the role ${role}.`)
    if (expectedRole && expectedRole !== member.role) fail('invalid_request', `The role was changed meanwhile: it is ${member.role} now.`)
    if (role === member.role) return { member, before: role, invitesWithdrawn: 0, linksExpired: 0 }
    if (member.role === 'owner') await requireAnotherOwner(tx, viewer.teamId)
    return setRole(tx, viewer, context, member, role)
  })
}

/** Makes another member an owner, and the viewer an admin. @throws not_found, invalid_request */
export async function transferOwnership(
  viewer: CapableViewer<'team:own'>,
  { personId }: { personId: string },
  context: RequestContext,
): Promise<Member> {
  return idempotentTransaction(viewer, context, 'hand over', { personId }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'team:own')
    const successor = (await findMember(tx, viewer.teamId, personId)) ?? memberNotFound()
    if (successor.id === viewer.person.id) fail('invalid_request', 'Choose another member as the new owner.')
    const self = (await findMember(tx, viewer.teamId, viewer.person.id)) ?? memberNotFound()
    // The viewer first: that locks all members at once, in the order in which others lock them.
    await setRole(tx, viewer, context, self, 'admin')
    if (successor.role !== 'owner') await setRole(tx, viewer, context, successor, 'owner')
    return { ...successor, role: 'owner' }
  })
}

/** Changes a role. What the old role allowed ends with it: password links that others have, and invites to roles above the new one. */
async function setRole(tx: Tx, viewer: Viewer, context: RequestContext, member: Member, role: Role): Promise<RoleOutcome> {
  const linksExpired = await endPasswordLinks(tx, viewer.teamId, member, role)
  await updateRole(tx, viewer.teamId, member.id, role)
  const lost = rolesAbove(role)
  const withdrawn = lost.length > 0 ? await withdrawInvites(tx, viewer.teamId, { madeBy: { personId: member.id, roles: lost } }) : []
  const change = { before: { role: member.role }, after: { role } }
  await recordEvent(tx, viewer, context, { kind: 'member.role_changed', target: personTarget(member), ...change })
  return { member: { ...member, role }, before: member.role, invitesWithdrawn: withdrawn.length, linksExpired }
}
