import { ROLES, type Role } from '../../db/constants'
import { roleHasCapability } from '../auth/permissions'

export { ROLES }

/** What each role may do, as words that follow its name: "Readers can see …". */
export const ROLE_DESCRIPTIONS = {
  reader: 'can see agents, sessions, memories and summaries, but not change anything',
  member: 'can create agents, start and end sessions, and edit memories',
  admin: 'can do everything members can, manage API keys, members and team settings, and read the audit log',
  owner: 'can do everything admins can, manage owners, transfer or delete the team, and create other teams',
} as const satisfies Record<Role, string>

/** The people with a role, as the start of a sentence. */
export const ROLE_NAMES = { reader: 'Readers', member: 'Members', admin: 'Admins', owner: 'Owners' } as const satisfies Record<Role, string>

/** A role with its article: "a member", "an admin". */
export const withArticle = (role: Role) => `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`

const rank = (role: Role) => ROLES.indexOf(role)

/** True when a role is more powerful than another. */
export const isAbove = (role: Role, other: Role) => rank(role) > rank(other)

/** The roles that a person with this role may assign: none above their own. */
export const rolesUpTo = (role: Role): Role[] => ROLES.filter((other) => !isAbove(other, role))

/** The roles that a person with this role may not assign. */
export const rolesAbove = (role: Role): Role[] => ROLES.filter((other) => isAbove(other, role))

/** True when a person with a role may change or remove a person with another role, or reset their password. */
export const mayManage = (role: Role, other: Role) => roleHasCapability(role, 'people:manage') && !isAbove(other, role)
