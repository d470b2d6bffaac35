import { insertAudit } from '../../db/audit'
import { withdrawInvites } from '../../db/invites'
import { endLoginsOf } from '../../db/logins'
import { deleteMembership, findMember, lockMembership, type Member } from '../../db/memberships'
import type { Tx } from '../../db/schema'
import { endSessionsOpenedBy } from '../../db/sessions'
import { auditRow } from '../audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { personTarget } from '../people/audit'
import { lockOwnMembership, lockOwnMembershipFor, manageableMember, memberNotFound, requireAnotherOwner } from './membership-lock'
import { ROLES } from './rules'

export interface Removed {
  member: Member
  sessionsEnded: number
}

/** Takes a person out of the team: their tokens die and the sessions they opened end at once. `typed` must be the person's e-mail. */
export async function removeMember(viewer: Viewer, personId: string, typed: string): Promise<Removed> {
  requireCapability(viewer, 'people:manage')
  if (personId === viewer.person.id) fail('invalid_request', 'You cannot remove yourself. Leave the team instead.')
  return idempotentTransaction(viewer, 'remove member', { personId }, async (tx) => {
    const own = await lockOwnMembershipFor(tx, viewer, 'people:manage')
    const member = await manageableMember(tx, viewer.teamId, own, personId)
    if (typed.trim().toLowerCase() !== member.email) fail('invalid_request', `The e-mail doesn't match. Type ${member.email} to confirm.`)
    const sessionsEnded = await takeOut(tx, viewer, member, 'member.removed')
    await endLoginsOf(tx, member.id)
    return { member, sessionsEnded }
  })
}

/** Takes the viewer out of the team and ends every login of theirs, that of this browser too. */
export async function leaveTeam(viewer: Viewer): Promise<Member> {
  return idempotentTransaction(viewer, 'leave team', {}, async (tx) => {
    await lockOwnMembership(tx, viewer)
    const self = (await findMember(tx, viewer.teamId, viewer.person.id)) ?? memberNotFound()
    await takeOut(tx, viewer, self, 'member.left')
    await endLoginsOf(tx, self.id)
    return self
  })
}

async function takeOut(tx: Tx, viewer: Viewer, member: Member, action: string): Promise<number> {
  const { teamId, actor, notes } = viewer
  if (member.role === 'owner') await requireAnotherOwner(tx, teamId)
  await lockMembership(tx, teamId, member.id)
  const ended = await endSessionsOpenedBy(tx, teamId, member.id, { reason: 'revoked', by: actor, address: notes.address })
  await withdrawInvites(tx, teamId, { madeBy: { personId: member.id, roles: ROLES } })
  await deleteMembership(tx, teamId, member.id)
  const after = { sessions_ended: ended.length }
  await insertAudit(tx, auditRow(viewer, action, personTarget(member), { before: { email: member.email, role: member.role }, after }))
  return ended.length
}
