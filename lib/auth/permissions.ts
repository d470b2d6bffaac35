import { ROLES, type Role } from '../../db/constants'

export type { Role }

/** What members of a team may do. */
const MEMBER_SCOPES = ['agents:read', 'agents:write', 'sessions:read', 'sessions:write', 'memories:read', 'memories:write'] as const

/** What an API key can be allowed to do. `memories:admin`: erase memories, approve them, and set the rules of the team for memories. */
export const SCOPES = [...MEMBER_SCOPES, 'memories:admin'] as const

export type Scope = (typeof SCOPES)[number]

const READ_SCOPES = ['agents:read', 'sessions:read', 'memories:read'] as const satisfies readonly Scope[]

/** The scopes of each role. */
export const ROLE_SCOPES = {
  owner: SCOPES,
  admin: SCOPES,
  member: MEMBER_SCOPES,
  reader: READ_SCOPES,
} as const satisfies Record<Role, readonly Scope[]>

/** Sets of scopes that the form of a new key offers. */
export const SCOPE_PRESETS = {
  'Full access': SCOPES,
  'Agent runtime': ['agents:read', 'sessions:read', 'sessions:write', 'memories:read', 'memories:write'],
  'Read only': READ_SCOPES,
} as const satisfies Record<string, readonly Scope[]>

/** Returns whether a role has a scope. */
export function roleHasScope(role: Role, scope: Scope): boolean {
  const scopes: readonly Scope[] = ROLE_SCOPES[role]
  return scopes.includes(scope)
}

/** Returns the roles that have a scope. */
export function rolesWithScope(scope: Scope): Role[] {
  return ROLES.filter((role) => roleHasScope(role, scope))
}

/** What only some roles may do in the portal, in addition to the scopes. */
export const CAPABILITIES = {
  'keys:manage': ['owner', 'admin'],
  'people:manage': ['owner', 'admin'],
  'policy:manage': ['owner', 'admin'],
  'audit:read': ['owner', 'admin'],
  'team:own': ['owner'],
} as const satisfies Record<string, readonly Role[]>

export type Capability = keyof typeof CAPABILITIES

/** Returns whether a role has a capability. */
export function roleHasCapability(role: Role, capability: Capability): boolean {
  const roles: readonly Role[] = CAPABILITIES[capability]
  return roles.includes(role)
}
