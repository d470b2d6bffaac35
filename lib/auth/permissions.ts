import type { Role } from '../../db/schema'

export type { Role }

export const SCOPES = ['agents:read', 'agents:write', 'sessions:read', 'sessions:write', 'memories:read', 'memories:write'] as const

export type Scope = (typeof SCOPES)[number]

const READ_SCOPES = ['agents:read', 'sessions:read', 'memories:read'] as const satisfies readonly Scope[]

/** What a person of a role may do with agents, sessions and memories. */
export const ROLE_SCOPES = {
  owner: SCOPES,
  admin: SCOPES,
  member: SCOPES,
  reader: READ_SCOPES,
} as const satisfies Record<Role, readonly Scope[]>

/** What an admin picks from when issuing a key. */
export const SCOPE_PRESETS = {
  'Full access': SCOPES,
  'Agent runtime': ['agents:read', 'sessions:read', 'sessions:write', 'memories:read', 'memories:write'],
  'Read only': READ_SCOPES,
} as const satisfies Record<string, readonly Scope[]>

export function roleHasScope(role: Role, scope: Scope): boolean {
  return (ROLE_SCOPES[role] as readonly Scope[]).includes(scope)
}

export function rolesWithScope(scope: Scope): Role[] {
  return (Object.keys(ROLE_SCOPES) as Role[]).filter((role) => roleHasScope(role, scope))
}

/** What only some roles may do in the portal, beyond the scopes. */
export const CAPABILITIES = {
  'keys:manage': ['owner', 'admin'],
  'people:manage': ['owner', 'admin'],
  'policy:manage': ['owner', 'admin'],
  'audit:read': ['owner', 'admin'],
  'team:own': ['owner'],
} as const satisfies Record<string, readonly Role[]>

export type Capability = keyof typeof CAPABILITIES

export function roleHasCapability(role: Role, capability: Capability): boolean {
  return (CAPABILITIES[capability] as readonly Role[]).includes(role)
}
