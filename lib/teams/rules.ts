import type { Role } from '../../db/schema'

/** From the least to the most powerful. */
export const ROLES = ['reader', 'member', 'admin', 'owner'] as const satisfies readonly Role[]

/** What each role may do, for those who choose one. */
export const ROLE_WORDS = {
  reader: 'Sees agents, sessions, memories and summaries, and changes nothing.',
  member: 'Works with agents and sessions: creates agents, opens and ends sessions, edits memories.',
  admin: 'Does what members do, issues API keys, invites and removes people, sets the policy, reads the audit log.',
  owner: 'Does what admins do, makes and unmakes owners, hands the team over, founds other teams.',
} as const satisfies Record<Role, string>

const rank = (role: Role) => ROLES.indexOf(role)

export const isAbove = (role: Role, other: Role) => rank(role) > rank(other)

/** The roles that somebody of this role may give: none above their own. */
export const rolesUpTo = (role: Role): Role[] => ROLES.filter((other) => !isAbove(other, role))

/** The roles that somebody demoted to this role could no longer give. */
export const rolesAbove = (role: Role): Role[] => ROLES.filter((other) => isAbove(other, role))

const managesPeople = (role: Role) => role === 'owner' || role === 'admin'

/** True when somebody of a role may change, remove or let back in somebody of another. */
export const mayManage = (role: Role, other: Role) => managesPeople(role) && !isAbove(other, role)
