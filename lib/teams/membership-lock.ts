import { countOwners, findMember, findRole, lockMembers, type Member } from '../../db/memberships'
import type { Role, Tx } from '../../db/schema'
import { type Capability, roleCan } from '../auth/permissions'
import type { Viewer } from '../auth/viewer'
import { fail } from '../errors'
import { mayManage } from './rules'

/** Waits for its turn to change who is in the team; gives the viewer's role as it is then, not as the page knew it. */
export async function lockOwnMembership(tx: Tx, viewer: Viewer): Promise<Role> {
  await lockMembers(tx, viewer.teamId)
  return (await findRole(tx, viewer.teamId, viewer.person.id)) ?? fail('insufficient_scope', 'You are no longer a member of this team.')
}

/** The same for an act: refused when the role lost it meanwhile. */
export async function lockOwnMembershipFor(tx: Tx, viewer: Viewer, act: Capability): Promise<Role> {
  const role = await lockOwnMembership(tx, viewer)
  if (!roleCan(role, act)) fail('insufficient_scope', `Your role (${role}) may not do this. Ask an owner.`)
  return role
}

/** A member whom somebody of this role may change. */
export async function manageableMember(tx: Tx, teamId: string, role: Role, personId: string): Promise<Member> {
  const member = (await findMember(tx, teamId, personId)) ?? memberNotFound()
  if (!mayManage(role, member.role)) fail('insufficient_scope', `Your role (${role}) may not change an ${member.role}. Ask an owner.`)
  return member
}

export function memberNotFound(): never {
  fail('not_found', 'This person is not a member of the team.')
}

/** Called under the lock, before an owner leaves or stops being one. */
export async function requireAnotherOwner(tx: Tx, teamId: string): Promise<void> {
  if ((await countOwners(tx, teamId)) < 2) fail('team_needs_owner', 'A team must have an owner. Make another member an owner first.')
}
