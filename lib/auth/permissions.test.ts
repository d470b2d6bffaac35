import { expect, test } from 'vitest'
import type { Role } from '../../db/schema'
import { scopesAbove } from '../api-keys/rules'
import { ACTS, ROLE_SCOPES, roleMay, roleMayAct, rolesWith, SCOPE_PRESETS, SCOPES } from './permissions'

const BY_POWER: Role[] = ['reader', 'member', 'admin', 'owner']
const WRITING = SCOPES.filter((scope) => scope.endsWith(':write'))

test('there are six scopes: reading and writing agents, sessions and memories', () => {
  expect([...SCOPES].sort()).toEqual(['agents:read', 'agents:write', 'memories:read', 'memories:write', 'sessions:read', 'sessions:write'])
})

test('readers read and nothing else; members also write', () => {
  expect(ROLE_SCOPES.reader).toEqual(['agents:read', 'sessions:read', 'memories:read'])
  for (const scope of WRITING) expect([roleMay('reader', scope), roleMay('member', scope)]).toEqual([false, true])
})

test('each role may all that the one below it may', () => {
  for (const [below, above] of BY_POWER.slice(1).map((role, index) => [BY_POWER[index] ?? role, role] as const)) {
    for (const scope of ROLE_SCOPES[below]) expect(roleMay(above, scope)).toBe(true)
    for (const act of Object.keys(ACTS) as (keyof typeof ACTS)[]) if (roleMayAct(below, act)) expect(roleMayAct(above, act)).toBe(true)
  }
})

test('every act is open to someone, and keys are for owners and admins', () => {
  for (const act of Object.keys(ACTS) as (keyof typeof ACTS)[]) expect(roleMayAct('owner', act)).toBe(true)
  expect(BY_POWER.filter((role) => roleMayAct(role, 'keys:manage'))).toEqual(['admin', 'owner'])
})

test('rolesWith is the other way round of roleMay', () => {
  for (const scope of SCOPES) expect(rolesWith(scope).sort()).toEqual(BY_POWER.filter((role) => roleMay(role, scope)).sort())
})

test('presets: full access is everything, read only writes nothing, an agent’s runtime cannot make or delete agents', () => {
  expect([...SCOPE_PRESETS['Full access']].sort()).toEqual([...SCOPES].sort())
  expect(SCOPE_PRESETS['Read only'].some((scope) => scope.endsWith(':write'))).toBe(false)
  expect(SCOPE_PRESETS['Agent runtime']).not.toContain('agents:write')
  expect(SCOPE_PRESETS['Agent runtime']).toEqual(expect.arrayContaining(['sessions:write', 'memories:read', 'memories:write']))
})

test('no key is above its creator’s role', () => {
  expect(scopesAbove('reader', SCOPES)).toEqual(WRITING)
  for (const role of BY_POWER) expect(scopesAbove(role, ROLE_SCOPES[role])).toEqual([])
})
