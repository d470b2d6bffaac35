import { insertAudit } from '../../db/audit'
import { withdrawInvites } from '../../db/invites'
import { findMember, type Member, updateRole } from '../../db/memberships'
import { voidPasswordLinks } from '../../db/password-links'
import type { Role, Tx } from '../../db/schema'
import { auditRow } from '../audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { personTarget } from '../people/audit'
import { lockOwnMembershipFor, manageableMember, memberNotFound, requireAnotherOwner } from './membership-lock'
import { isAbove, rolesAbove } from './rules'

/** Gives a member another role, never above the viewer's own; so only owners make and unmake owners. */
export async function changeRole(viewer: Viewer, personId: string, role: Role): Promise<Member> {
  requireCapability(viewer, 'people:manage')
  return idempotentTransaction(viewer, 'change role', { personId, role }, async (tx) => {
    const own = await lockOwnMembershipFor(tx, viewer, 'people:manage')
    const member = await manageableMember(tx, viewer.teamId, own, personId)
    if (isAbove(role, own)) fail('insufficient_scope', `Your role (${own}) cannot assign the role ${role}.`)
    if (role === member.role) return member
    if (member.role === 'owner') await requireAnotherOwner(tx, viewer.teamId)
    return giveRole(tx, viewer, member, role)
  })
}

/** Makes another member an owner, and the viewer an admin. */
export async function handOver(viewer: Viewer, personId: string): Promise<Member> {
  requireCapability(viewer, 'team:own')
  return idempotentTransaction(viewer, 'hand over', { personId }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'team:own')
    const heir = (await findMember(tx, viewer.teamId, personId)) ?? memberNotFound()
    if (heir.id === viewer.person.id) fail('invalid_request', 'Choose another member as the new owner.')
    const self = (await findMember(tx, viewer.teamId, viewer.person.id)) ?? memberNotFound()
    if (heir.role !== 'owner') await giveRole(tx, viewer, heir, 'owner')
    await giveRole(tx, viewer, self, 'admin')
    return { ...heir, role: 'owner' }
  })
}

/** What was prepared under the old role ends with it: password links that others hold, invites to roles above the new one. */
async function giveRole(tx: Tx, viewer: Viewer, member: Member, role: Role): Promise<Member> {
  await updateRole(tx, viewer.teamId, member.id, role)
  if (isAbove(role, member.role)) await voidPasswordLinks(tx, member.id)
  const lost = rolesAbove(role)
  if (lost.length > 0) await withdrawInvites(tx, viewer.teamId, { madeBy: { personId: member.id, roles: lost } })
  await insertAudit(tx, auditRow(viewer, 'member.role_changed', personTarget(member), { before: { role: member.role }, after: { role } }))
  return { ...member, role }
}
