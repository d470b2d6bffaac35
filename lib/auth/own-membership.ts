import { findRole, lockMembers } from '../../db/memberships'
import type { Role, Tx } from '../../db/schema'
import { fail } from '../errors'
import { type Capability, roleHasCapability } from './permissions'
import type { Viewer } from './viewer'

/** Locks the team's memberships until the transaction ends, and returns the viewer's role as it is then. @throws insufficient_scope, also in a deleted team, which has no members */
export async function lockOwnMembership(tx: Tx, viewer: Viewer): Promise<Role> {
  await lockMembers(tx, viewer.teamId)
  return (await findRole(tx, viewer.teamId, viewer.person.id)) ?? fail('insufficient_scope', 'You are no longer a member of this team.')
}

/** Locks the team's memberships, and returns the viewer's role if it still has a capability. @throws insufficient_scope */
export async function lockOwnMembershipFor(tx: Tx, viewer: Viewer, capability: Capability): Promise<Role> {
  const role = await lockOwnMembership(tx, viewer)
  if (!roleHasCapability(role, capability)) fail('insufficient_scope', `Your role (${role}) may not do this. Ask an owner.`)
  return role
}
