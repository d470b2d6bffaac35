import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { Db } from '../../../db/schema'
import { OPERATIONS } from '../../../lib/api/operations'
import { newKey } from '../../../lib/auth/api-key-format'
import type { Grantee } from '../../../lib/auth/grantee'
import { SCOPES, type Scope } from '../../../lib/auth/permissions'
import { keyScopeOf, type Security, takesToken, tokenScopeOf } from '../../../lib/auth/security'
import { signSessionToken } from '../../../lib/auth/session-token'
import type { Operation } from '../../../lib/http/operation'
import type { ApiResponse, CallOptions } from '../../../test/api/client'
import { api, callOk, createAgent, startSession, statusAndCode } from '../../../test/calls'
import { ageSession } from '../../../test/clock'
import { testInOneTeam as base } from '../../../test/fixtures'
import { createKey, createTeam, createViewer, keyIdOf } from '../../../test/teams'

// Every combination of what decides whether a call may go on, sent to every operation. What is expected is written down here a second
// time, in the order in which reasons are given, and by nothing that the product uses.

const STATES = ['active', 'expired', 'ended', 'agent deleted', 'unknown'] as const
type State = (typeof STATES)[number]

/** A key may have the scope that the operation needs or every other one, and reach all agents, the agent of the call, or only others. */
const USABLE_KEYS = ['has', 'lacks'].flatMap((scope) => ['all', 'this', 'others'].map((agents) => ({ scope, agents })))
const BAD_KEYS = ['revoked', 'expired'] as const
const UNKNOWN_KEYS = ['malformed', 'of nobody', 'with a wrong secret'] as const

type KeyCase = (typeof USABLE_KEYS)[number] | (typeof BAD_KEYS)[number] | (typeof UNKNOWN_KEYS)[number] | 'of another team' | 'none'
const KEYS: readonly KeyCase[] = [...USABLE_KEYS, ...BAD_KEYS, ...UNKNOWN_KEYS, 'of another team', 'none']

type GranteeCase = (typeof USABLE_KEYS)[number] | (typeof BAD_KEYS)[number] | 'of nobody' | 'owner' | 'reader' | 'removed person'
const GRANTEES: readonly GranteeCase[] = [...USABLE_KEYS, ...BAD_KEYS, 'of nobody', 'owner', 'reader', 'removed person']

interface TokenCall {
  state: State
  grantee: GranteeCase
  companion: KeyCase
  /** Which agent the path names, where it names one. */
  path: 'this' | 'other'
}

const READER_SCOPES: readonly (Scope | null)[] = ['agents:read', 'sessions:read', 'memories:read', null]

const endsOrExtends = ({ kind }: Security) => kind === 'sessionOrExpired' || kind === 'eitherOrExpired'
const reaches = (key: KeyCase | GranteeCase) => typeof key !== 'object' || key.agents !== 'others'
const lacksScope = (key: KeyCase | GranteeCase, scope: Scope | null) =>
  scope !== null && (typeof key === 'object' ? key.scope === 'lacks' : key === 'reader' && !READER_SCOPES.includes(scope))

/** What a key that is limited to some agents may not do. */
const CONCERNS_WHOLE_TEAM = ['createAgent', 'changeMemoryPolicy']

/** Why a key is refused by itself. */
function keyRefusal(key: KeyCase): string | undefined {
  if (key === 'revoked') return '401 api_key_revoked'
  if (key === 'expired') return '401 api_key_expired'
  return (UNKNOWN_KEYS as readonly KeyCase[]).includes(key) ? '401 invalid_api_key' : undefined
}

function sessionRefusal(state: State, { companion }: TokenCall, security: Security): string | undefined {
  if (state === 'unknown') return '401 unknown_session'
  if (state === 'agent deleted') return '401 agent_deleted'
  if (state === 'ended') return '401 session_ended'
  const mayBeExpired = endsOrExtends(security) && companion !== 'none'
  return state === 'expired' && !mayBeExpired ? '401 session_expired' : undefined
}

/** Why a call with a session token is refused; undefined where it is authorized. */
function tokenRefusal(security: Security, call: TokenCall): string | undefined {
  const { state, grantee, companion, path } = call
  const scope = tokenScopeOf(security)
  const over = sessionRefusal(state, call, security)
  if (over !== undefined) return over
  if (['revoked', 'expired', 'of nobody', 'removed person'].some((gone) => gone === grantee)) return '401 credential_revoked'
  const companionRefusal = companion === 'of another team' ? '401 invalid_api_key' : keyRefusal(companion)
  if (companionRefusal !== undefined) return companionRefusal
  if (!reaches(companion)) return '403 agent_not_allowed'
  if (path === 'other') return '403 wrong_agent'
  if (!reaches(grantee)) return '403 agent_not_allowed'
  if (lacksScope(grantee, scope)) return '403 insufficient_scope'
  return state === 'expired' && lacksScope(companion, scope) ? '403 insufficient_scope' : undefined
}

/** Why a call with a key alone is refused; undefined where it is authorized. */
function keyOnlyRefusal({ id, path, security }: Operation, key: KeyCase): string | undefined {
  const scope = keyScopeOf(security)
  if (scope === null) return '401 missing_session_token'
  const refusal = key === 'none' ? '401 missing_api_key' : keyRefusal(key)
  if (refusal !== undefined) return refusal
  if (lacksScope(key, scope)) return '403 insufficient_scope'
  if (CONCERNS_WHOLE_TEAM.includes(id) && typeof key === 'object' && key.agents !== 'all') return '403 agent_not_allowed'
  // What a key does not reach does not exist for it.
  if (path.includes('{') && (!reaches(key) || key === 'of another team')) return '404'
  return undefined
}

const sessions = {} as Record<State, { id: string; agent: string }>
const cases = new Map<string, string>()

const test = base
  .extend('owner', { scope: 'file' }, ({ db, teamId }) => createKey(db, teamId))
  .extend('other', { scope: 'file' }, ({ owner }) => createAgent(owner, 'other'))
  /** Undoes a deactivation. */
  .extend('reopen', ({ db }) => async (sessionId: string): Promise<void> => {
    await sql`update sessions set ended_at = null, end_reason = null, ended_by_kind = null, ended_by_id = null, ended_by_name = null
    where id = ${sessionId}`.execute(db)
  })
  .extend('callWithToken', ({ teamId, other, reopen }) => async (operation: Operation, call: TokenCall): Promise<string | undefined> => {
    const scope = tokenScopeOf(operation.security)
    const { id, agent } = sessions[call.state]
    const times = { started_at: new Date(Date.now() - 3_600_000), expires_at: new Date(Date.now() + 3_600_000) }
    const token = await signSessionToken({ id, team_id: teamId, agent_name: agent, ...times }, granteeOf(call.grantee, scope))
    const address = addressOf(operation, call.path === 'this' ? agent : other, id)
    const refusal = await refusalOf(operation, address, { ...harmless(operation), token, key: secretOf(call.companion, scope) })
    if (operation.security.kind === 'eitherOrExpired' && refusal === undefined) await reopen(id)
    return refusal
  })

test.beforeAll(async ({ db, teamId, owner, other }) => {
  for (const state of STATES) {
    const { session_id, agent_id } = await startSession(owner, `agent-${state.replace(' ', '-')}`)
    sessions[state] = { id: session_id, agent: agent_id }
  }
  await ageSession(db, sessions.expired.id, 8)
  await callOk('POST', `/api/v2/agents/${sessions.ended.agent}/deactivate`, { key: owner })
  await createUsableKeys(db, teamId, other)
  await callOk('DELETE', `/api/v2/agents/${sessions['agent deleted'].agent}`, { key: owner })
  await createOtherCredentials(db, teamId, owner)
  sessions.unknown.id = 'sess_0mhyw2kq3Vb81mPq9sXw2LtRa'
})

async function createUsableKeys(db: Db, teamId: string, other: string): Promise<void> {
  const reached = { all: undefined, this: Object.values(sessions).map(({ agent }) => agent), others: [other] }
  for (const scope of [...SCOPES, null])
    for (const key of USABLE_KEYS) {
      const scopes = key.scope === 'has' ? SCOPES.filter((one) => one === scope) : SCOPES.filter((one) => one !== scope)
      const onlyAgents = reached[key.agents as keyof typeof reached]
      cases.set(nameOf(key, scope), await createKey(db, teamId, { scopes, ...(onlyAgents && { onlyAgents }) }))
    }
}

async function createOtherCredentials(db: Db, teamId: string, owner: string): Promise<void> {
  const revoked = await createKey(db, teamId)
  await db.updateTable('api_keys').set({ revoked_at: new Date() }).where('id', '=', keyIdOf(revoked)).execute()
  cases.set('revoked', revoked)
  cases.set('expired', await createKey(db, teamId, { expiresAt: new Date(Date.now() - 1000) }))
  cases.set('malformed', 'nonsense')
  cases.set('of nobody', newKey().key)
  cases.set('with a wrong secret', newKey(keyIdOf(owner)).key)
  cases.set('of another team', await createKey(db, await createTeam(db, 'Other')))
  for (const role of ['owner', 'reader'] as const) cases.set(role, (await createViewer(db, teamId, role)).person.id)
  const removed = await createViewer(db, teamId)
  await db.deleteFrom('memberships').where('person_id', '=', removed.person.id).execute()
  cases.set('removed person', removed.person.id)
}

const nameOf = (key: KeyCase | GranteeCase, scope: Scope | null) => (typeof key === 'object' ? `${key.scope} ${scope} ${key.agents}` : key)

const secretOf = (key: KeyCase, scope: Scope | null) => (key === 'none' ? undefined : cases.get(nameOf(key, scope)))

function granteeOf(grantee: GranteeCase, scope: Scope | null): Grantee {
  const value = cases.get(nameOf(grantee, scope)) ?? ''
  return ['owner', 'reader', 'removed person'].some((person) => person === grantee)
    ? { kind: 'person', id: value }
    : { kind: 'key', id: keyIdOf(value) }
}

const VALID = {
  content: 'a',
  query: 'a',
  as_of: '2030-01-01',
  since: '2020-01-01',
  description: 'a',
  agent_id: 'made',
  memories: [{ content: 'a' }],
}
/** Refused with a 422 by every operation that takes parameters. */
const INVALID = {
  content: ' ',
  query: ' ',
  as_of: 'x',
  since: 'x',
  description: '\0',
  agent_id: ' ',
  hours: 'x',
  duration_hours: 'x',
  reason: ' ',
  limit: 0,
  memories: 1,
}

/** Input with which an authorized call changes nothing: it is refused after authorization, or the call only reads. */
function harmless({ method, request, security, isIdempotent }: Operation): CallOptions {
  const input = security.kind === 'sessionStatement' ? VALID : INVALID
  if (request !== undefined) return method === 'GET' ? { query: { ...input, memories: undefined } } : { json: input }
  return isIdempotent && !endsOrExtends(security) ? { headers: { 'idempotency-key': 'not one word' } } : {}
}

const addressOf = ({ path }: Operation, agent: string, sessionId: string) =>
  path.replace('{agent_id}', agent).replace('{session_id}', sessionId).replace('{memory_id}', 'any')

const CREDENTIAL_STATUS = [401, 403]

/** Calls, and tries again after 503 as a client does: on a busy machine a call may wait too long. */
async function callInTime({ method, id }: Operation, address: string, sent: CallOptions): Promise<ApiResponse<Record<string, unknown>>> {
  for (let tries = 1; ; tries++) {
    const answer = await api.call(method, address, sent)
    if (answer.status === 503 && tries < 20) {
      await pause(1_000)
      continue
    }
    const isAnswered = answer.status < 500 || (id === 'answer' && answer.status === 501)
    if (!isAnswered) throw new Error(`${id} says nothing about its authorization: ${statusAndCode(answer)}`)
    return answer
  }
}

/** Why a call was refused; undefined when it was authorized, whatever its answer. */
async function refusalOf(operation: Operation, address: string, sent: CallOptions): Promise<string | undefined> {
  const answer = await callInTime(operation, address, sent)
  return CREDENTIAL_STATUS.includes(answer.status) ? statusAndCode(answer) : undefined
}

async function inTurns<T>(items: T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item)
    }),
  )
}

const product = (paths: TokenCall['path'][]): TokenCall[] =>
  STATES.flatMap((state) =>
    GRANTEES.flatMap((grantee) => KEYS.flatMap((companion) => paths.map((path) => ({ state, grantee, companion, path })))),
  )

const SECURED = OPERATIONS.filter(({ security }) => security.kind !== 'none').map((operation) => [operation.id, operation] as const)

describe('a call with a session token', () => {
  test.for(SECURED.filter(([, { security }]) => takesToken(security)))(
    'of %s is authorized by its session, grantee, companion key and path',
    async ([_id, operation], { callWithToken }) => {
      const calls = product(operation.path.includes('{agent_id}') ? ['this', 'other'] : ['this'])
      const wrong: object[] = []
      let authorized = 0
      await inTurns(calls, operation.security.kind === 'eitherOrExpired' ? 1 : 8, async (call) => {
        const [expected, found] = [tokenRefusal(operation.security, call), await callWithToken(operation, call)]
        if (found === undefined) authorized++
        if (found !== expected) wrong.push({ ...call, expected, found })
      })
      expect(wrong).toEqual([])
      expect(authorized).toBeGreaterThan(0)
      expect(authorized).toBeLessThan(calls.length)
    },
  )
})

describe('a call with a key alone', () => {
  test.for(SECURED)('of %s is authorized by the key, its scope, its agents and its team', async ([_id, operation], { reopen }) => {
    const { id, agent } = sessions.active
    const wrong: object[] = []
    for (const key of KEYS) {
      const expected = keyOnlyRefusal(operation, key)
      // What may be refused as missing is called with valid input: it changes nothing, because it reaches nothing.
      const isOutOfReach = expected === '404' || expected === '403 agent_not_allowed'
      const input = isOutOfReach ? { query: { ...VALID, memories: undefined } } : harmless(operation)
      const answer = await callInTime(operation, addressOf(operation, agent, id), {
        ...input,
        key: secretOf(key, keyScopeOf(operation.security)),
      })
      const found =
        answer.status === 404 && isOutOfReach ? '404' : CREDENTIAL_STATUS.includes(answer.status) ? statusAndCode(answer) : undefined
      if (found !== expected) wrong.push({ key, expected, found: statusAndCode(answer) })
      if (operation.security.kind === 'eitherOrExpired' && answer.status === 200) await reopen(id)
    }
    expect(wrong).toEqual([])
  })
})

test('an operation that anyone may call needs no credential', async () => {
  for (const { method, path } of OPERATIONS.filter(({ security }) => security.kind === 'none'))
    expect((await api.call(method, path)).status).toBe(200)
})
