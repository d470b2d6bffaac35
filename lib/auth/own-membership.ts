import { findRole, lockMembers } from '../../db/memberships'
import type { Role, Tx } from '../../db/schema'
import { fail } from '../errors'
import { type Capability, roleHasCapability, roleHasScope, type Scope } from './permissions'
import type { Identity } from './principal'
import type { Viewer } from './viewer'

/** Locks the team's memberships until the transaction ends, and returns the viewer's role as it is then. @throws insufficient_scope, also in a deleted team, which has no members */
export async function lockOwnMembership(tx: Tx, viewer: Viewer): Promise<Role> {
  await lockMembers(tx, viewer.teamId)
  return (await findRole(tx, viewer.teamId, viewer.person.id)) ?? fail('insufficient_scope', 'You are no longer a member of this team.')
}

/** Locks the team's memberships, and returns the viewer's role if it still has a capability. @throws insufficient_scope */
export async function lockOwnMembershipFor(tx: Tx, viewer: Viewer, capability: Capability): Promise<Role> {
  const role = await lockOwnMembership(tx, viewer)
  if (!roleHasCapability(role, capability)) throwInsufficientRole(role)
  return role
}

/**
 * Locks the team's memberships when the caller is a person in the portal, whose role must still have a scope. Does nothing for the callers of the API, with
 * whom it shares the use case. @throws insufficient_scope
 */
export async function lockOwnMembershipWithScope(tx: Tx, caller: Identity, scope: Scope): Promise<void> {
  if (!isViewer(caller)) return
  const role = await lockOwnMembership(tx, caller)
  if (!roleHasScope(role, scope)) throwInsufficientRole(role)
}

const isViewer = (caller: Identity): caller is Viewer => 'person' in caller

function throwInsufficientRole(role: Role): never {
  fail('insufficient_scope', `Your role (${role}) may not do this. Ask an owner.`)
}
