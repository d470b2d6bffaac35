import { expect, test } from 'vitest'
import type { Role } from '../../db/schema'
import { scopesAbove } from '../api-keys/rules'
import { CAPABILITIES, ROLE_SCOPES, roleHasCapability, roleHasScope, rolesWithScope, SCOPE_PRESETS, SCOPES } from './permissions'

const BY_POWER: Role[] = ['reader', 'member', 'admin', 'owner']
const WRITING = SCOPES.filter((scope) => scope.endsWith(':write'))

test('there are seven scopes: reading and writing agents, sessions and memories, and administering memories', () => {
  expect([...SCOPES].sort()).toEqual([
    ...['agents:read', 'agents:write', 'memories:admin', 'memories:read', 'memories:write', 'sessions:read', 'sessions:write'],
  ])
})

test('readers read and nothing else; members also write', () => {
  expect(ROLE_SCOPES.reader).toEqual(['agents:read', 'sessions:read', 'memories:read'])
  for (const scope of WRITING) expect([roleHasScope('reader', scope), roleHasScope('member', scope)]).toEqual([false, true])
})

test('only owners and admins may administer memories, and no key of an agent may', () => {
  expect(rolesWithScope('memories:admin')).toEqual(['admin', 'owner'])
  expect(SCOPE_PRESETS['Agent runtime']).not.toContain('memories:admin')
})

test('each role may do everything that the role below it may', () => {
  for (const [below, above] of BY_POWER.slice(1).map((role, index) => [BY_POWER[index] ?? role, role] as const)) {
    for (const scope of ROLE_SCOPES[below]) expect(roleHasScope(above, scope)).toBe(true)
    for (const act of Object.keys(CAPABILITIES) as (keyof typeof CAPABILITIES)[])
      if (roleHasCapability(below, act)) expect(roleHasCapability(above, act)).toBe(true)
  }
})

test('every capability belongs to some role, and keys are for owners and admins', () => {
  for (const act of Object.keys(CAPABILITIES) as (keyof typeof CAPABILITIES)[]) expect(roleHasCapability('owner', act)).toBe(true)
  expect(BY_POWER.filter((role) => roleHasCapability(role, 'keys:manage'))).toEqual(['admin', 'owner'])
})

test('rolesWithScope is the inverse of roleHasScope', () => {
  for (const scope of SCOPES) expect(rolesWithScope(scope).sort()).toEqual(BY_POWER.filter((role) => roleHasScope(role, scope)).sort())
})

test('presets: full access has every scope, read only writes nothing, and an agent runtime cannot create or delete agents', () => {
  expect([...SCOPE_PRESETS['Full access']].sort()).toEqual([...SCOPES].sort())
  expect(SCOPE_PRESETS['Read only'].some((scope) => scope.endsWith(':write'))).toBe(false)
  expect(SCOPE_PRESETS['Agent runtime']).not.toContain('agents:write')
  expect(SCOPE_PRESETS['Agent runtime']).toEqual(expect.arrayContaining(['sessions:write', 'memories:read', 'memories:write']))
})

test('no key has scopes above the role of its creator', () => {
  expect(scopesAbove('reader', SCOPES)).toEqual([...WRITING, 'memories:admin'])
  for (const role of BY_POWER) expect(scopesAbove(role, ROLE_SCOPES[role])).toEqual([])
})
