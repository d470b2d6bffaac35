import { expectTypeOf, test } from 'vitest'
import type { Identity, Principal } from './auth/principal'
import type { Viewer } from './auth/viewer'
import type { RequestContext } from './context'

/** Every module with use cases, and those that they share work with; lib/architecture.test.ts checks that none is missing. */
interface Modules {
  'agents/change': typeof import('./agents/change')
  'agents/create': typeof import('./agents/create')
  'agents/errors': typeof import('./agents/errors')
  'agents/read': typeof import('./agents/read')
  'sessions/activate': typeof import('./sessions/activate')
  'sessions/compare-summaries': typeof import('./sessions/compare-summaries')
  'sessions/compare-with-usual': typeof import('./sessions/compare-with-usual')
  'sessions/end': typeof import('./sessions/end')
  'sessions/end-matching': typeof import('./sessions/end-matching')
  'sessions/end-selected': typeof import('./sessions/end-selected')
  'sessions/ending-audit': typeof import('./sessions/ending-audit')
  'sessions/export': typeof import('./sessions/export')
  'sessions/export-summaries': typeof import('./sessions/export-summaries')
  'sessions/extend': typeof import('./sessions/extend')
  'sessions/join': typeof import('./sessions/join')
  'sessions/present': typeof import('./sessions/present')
  'sessions/read': typeof import('./sessions/read')
  'sessions/summaries': typeof import('./sessions/summaries')
  'memories/answer': typeof import('./memories/answer')
  'memories/approve': typeof import('./memories/approve')
  'memories/change': typeof import('./memories/change')
  'memories/delete': typeof import('./memories/delete')
  'memories/erase': typeof import('./memories/erase')
  'memories/history': typeof import('./memories/history')
  'memories/one-memory': typeof import('./memories/one-memory')
  'memories/present': typeof import('./memories/present')
  'memories/read': typeof import('./memories/read')
  'memories/recall': typeof import('./memories/recall')
  'memories/recalling-sessions': typeof import('./memories/recalling-sessions')
  'memories/remember': typeof import('./memories/remember')
  'memories/remember-messages': typeof import('./memories/remember-messages')
  'memories/restore': typeof import('./memories/restore')
  'memories/screen-reason': typeof import('./memories/screen-reason')
  'memories/screening': typeof import('./memories/screening')
  'memories/session-memories': typeof import('./memories/session-memories')
  'memories/store': typeof import('./memories/store')
  'memories/supersede': typeof import('./memories/supersede')
  'memory-search/by-id': typeof import('./memory-search/by-id')
  'memory-search/change-batch': typeof import('./memory-search/change-batch')
  'memory-search/change-many': typeof import('./memory-search/change-many')
  'memory-search/facets': typeof import('./memory-search/facets')
  'memory-search/scope': typeof import('./memory-search/scope')
  'memory-search/search': typeof import('./memory-search/search')
  'portability/begin-import': typeof import('./portability/begin-import')
  'portability/export': typeof import('./portability/export')
  'portability/import': typeof import('./portability/import')
  'portability/store-batch': typeof import('./portability/store-batch')
  'api-keys/change-memory-trust': typeof import('./api-keys/change-memory-trust')
  'api-keys/change-networks': typeof import('./api-keys/change-networks')
  'api-keys/change-rate-limit': typeof import('./api-keys/change-rate-limit')
  'api-keys/issue': typeof import('./api-keys/issue')
  'api-keys/read': typeof import('./api-keys/read')
  'api-keys/revoke': typeof import('./api-keys/revoke')
  'api-keys/rotate': typeof import('./api-keys/rotate')
  'teams/actor-choices': typeof import('./teams/actor-choices')
  'teams/change-role': typeof import('./teams/change-role')
  'teams/create': typeof import('./teams/create')
  'teams/delete-team': typeof import('./teams/delete-team')
  'teams/first-start': typeof import('./teams/first-start')
  'teams/invite': typeof import('./teams/invite')
  'teams/issue-password-link': typeof import('./teams/issue-password-link')
  'teams/join': typeof import('./teams/join')
  'teams/memory-policy': typeof import('./teams/memory-policy')
  'teams/new-team': typeof import('./teams/new-team')
  'teams/policy': typeof import('./teams/policy')
  'teams/read': typeof import('./teams/read')
  'teams/removal-effects': typeof import('./teams/removal-effects')
  'teams/remove-member': typeof import('./teams/remove-member')
  'people/account': typeof import('./people/account')
  'people/account-events': typeof import('./people/account-events')
  'people/choose-password': typeof import('./people/choose-password')
  'people/logins': typeof import('./people/logins')
  'activity/read': typeof import('./activity/read')
  'audit/read': typeof import('./audit/read')
  'request-log/read': typeof import('./request-log/read')
  'dashboard/change-version': typeof import('./dashboard/change-version')
  'dashboard/read': typeof import('./dashboard/read')
  'saved-views/change': typeof import('./saved-views/change')
  'saved-views/read': typeof import('./saved-views/read')
  'palette/search': typeof import('./palette/search')
}

/** Names of the use cases, which are asynchronous functions, that take an unproven caller or something of a transport. */
type Find<Test extends 'unproven' | 'transport'> = {
  [Path in keyof Modules]: {
    [Name in keyof Modules[Path]]: Modules[Path][Name] extends (
      ...args: infer Args extends unknown[]
    ) => Promise<unknown> | AsyncIterable<unknown>
      ? Args extends [infer First, ...unknown[]]
        ? Test extends 'unproven'
          ? IfUnproven<First, Name>
          : IfTransport<Args[number], Name>
        : never
      : never
  }[keyof Modules[Path]]
}[keyof Modules]

type IfUnproven<First, Name> = Identity extends First ? Name : Viewer extends First ? Name : never
type IfTransport<Parameter, Name> = true extends Mentions<Parameter> ? Name : never

type Transport = Request | Response | FormData | Headers | URLSearchParams
type Plain = string | number | boolean | bigint | symbol | null | undefined | Date | Uint8Array | ((...args: never[]) => unknown)

/** True for a type that is of the transport, or has a part that is, three levels deep. */
type Mentions<Type, Depth extends 1[] = []> = Type extends Plain
  ? false
  : Type extends Transport
    ? true
    : Depth['length'] extends 3
      ? false
      : { [Name in keyof Type]-?: Mentions<Type[Name], [...Depth, 1]> }[keyof Type]

test('no use case mentions the transport that it is called by', () => {
  expectTypeOf<Find<'transport'>>().toEqualTypeOf<never>()
})

test('a part that belongs to the transport is found', () => {
  expectTypeOf<true extends Mentions<{ input: { sent: FormData } }> ? true : false>().toEqualTypeOf<true>()
  expectTypeOf<true extends Mentions<{ headers?: Headers | undefined }> ? true : false>().toEqualTypeOf<true>()
  expectTypeOf<true extends Mentions<Request[]> ? true : false>().toEqualTypeOf<true>()
  expectTypeOf<true extends Mentions<Principal<'agents:read'> | RequestContext> ? true : false>().toEqualTypeOf<false>()
})

test('only use cases that every member may call accept a caller without a proof', () => {
  expectTypeOf<Find<'unproven'>>().toEqualTypeOf<
    | 'leaveTeam'
    | 'readMembers'
    | 'readActorChoices'
    | 'readFirstSteps'
    | 'readNavigationCounts'
    | 'readSavedViews'
    | 'saveView'
    | 'renameView'
    | 'deleteView'
  >()
})
