import { expectTypeOf, test } from 'vitest'
import { changeAgent } from '../agents/change'
import { issueKey } from '../api-keys/issue'
import type { InputOf, PrincipalOf } from '../http/operation'
import { remember } from '../memories/remember'
import type { SESSION_OPERATIONS } from '../sessions/contract'
import type { Scope } from './permissions'
import { type Identity, type Principal, requireScope, type SessionPrincipal } from './principal'
import type { SessionCredential, StatementCredential } from './session-credential'
import { type CapableViewer, requireCapability, type Viewer } from './viewer'

test('a principal has the scopes that it proved and no others', () => {
  expectTypeOf<Principal<'agents:read'>>().not.toExtend<Principal<'agents:write'>>()
  expectTypeOf<Principal<'agents:read' | 'agents:write'>>().toExtend<Principal<'agents:write'>>()
  expectTypeOf<Principal<never>>().not.toExtend<Principal<'agents:write'>>()
  expectTypeOf<SessionPrincipal>().not.toExtend<Principal<'memories:read'>>()
  expectTypeOf<SessionPrincipal<'memories:read'>>().toExtend<Principal<'memories:read'>>()
  expectTypeOf<Principal<'memories:read'>>().not.toExtend<SessionPrincipal<'memories:read'>>()
})

test('a check of one of several scopes or capabilities does not prove them all', () => {
  expectTypeOf(requireScope<Identity, 'agents:read' | 'agents:write'>).returns.not.toExtend<Principal<'agents:write'>>()
  expectTypeOf(requireScope<Identity, 'agents:write'>).returns.toExtend<Principal<'agents:write'>>()
  expectTypeOf(requireCapability<'keys:manage' | 'team:own'>).returns.not.toExtend<CapableViewer<'team:own'>>()
})

test('an identity or a viewer is no proof of a scope', () => {
  expectTypeOf<Identity>().not.toExtend<Principal<Scope>>()
  expectTypeOf<Identity>().not.toExtend<Principal<'agents:read'>>()
  expectTypeOf<Viewer>().not.toExtend<Principal<'agents:read'>>()
  expectTypeOf<CapableViewer<'team:own'>>().not.toExtend<Principal<'agents:read'>>()
})

test('a viewer has the capabilities that they proved and no others', () => {
  expectTypeOf<Viewer>().not.toExtend<CapableViewer<'keys:manage'>>()
  expectTypeOf<CapableViewer<'keys:manage'>>().not.toExtend<CapableViewer<'team:own'>>()
  expectTypeOf<Viewer & Principal<'agents:write'>>().not.toExtend<CapableViewer<'keys:manage'>>()
  expectTypeOf<CapableViewer<'keys:manage'>>().toExtend<Viewer>()
})

test('a credential for a statement is for one scope', () => {
  expectTypeOf<SessionCredential>().not.toExtend<StatementCredential<'memories:read'>>()
  expectTypeOf<SessionCredential & { scope: 'memories:read' }>().not.toExtend<StatementCredential<'memories:read'>>()
  expectTypeOf<StatementCredential<'memories:read'>>().not.toExtend<StatementCredential<'memories:write'>>()
})

test('a use case without its proof does not compile', () => {
  expectTypeOf(changeAgent).parameter(0).toEqualTypeOf<Principal<'agents:write'>>()
  expectTypeOf(issueKey).parameter(0).toEqualTypeOf<CapableViewer<'keys:manage'>>()
  expectTypeOf(remember).parameter(0).toEqualTypeOf<StatementCredential<'memories:write'>>()
})

test('an operation gives its use case the proof and the input of its contract', () => {
  type Activate = typeof SESSION_OPERATIONS.activateAgent
  expectTypeOf<PrincipalOf<Activate['security']>>().toEqualTypeOf<Principal<'sessions:write'>>()
  expectTypeOf<InputOf<Activate>>().toEqualTypeOf<{
    agentName: string
    durationHours?: number | undefined
    onActive: 'join' | 'replace' | 'reject'
    create: boolean
  }>()
  expectTypeOf<PrincipalOf<(typeof SESSION_OPERATIONS.extendSession)['security']>>().toEqualTypeOf<SessionPrincipal<'sessions:write'>>()
  expectTypeOf<PrincipalOf<(typeof SESSION_OPERATIONS.getCurrentSession)['security']>>().toEqualTypeOf<SessionPrincipal>()
})
