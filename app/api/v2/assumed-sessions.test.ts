import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { OPERATIONS } from '../../../lib/api/operations'
import type { Operation } from '../../../lib/http/operation'
import { api, createAgent, startSession, statusAndCode, uniqueName } from '../../../test/calls'
import { testInOneTeam as base } from '../../../test/fixtures'
import { createKey, keyIdOf } from '../../../test/teams'

// Calls that end or extend a session are authorized by its token in the round trip of their first statement. Nothing of them may remain when they
// are refused.

const TABLES = ['agents', 'sessions', 'session_events', 'idempotency_records'] as const
const CALLS = OPERATIONS.filter(({ security }) => security.kind === 'sessionOrExpired' || security.kind === 'eitherOrExpired').map(
  (operation) => [operation.id, operation] as const,
)

const test = base
  .extend('allRows', { scope: 'file' }, ({ db, teamId }) => async () => {
    return Promise.all(TABLES.map((table) => db.selectFrom(table).selectAll().where('team_id', '=', teamId).execute()))
  })
  /** Makes a call, without and with an Idempotency-Key, and expects an answer and no change. */
  .extend('expectRefusal', { scope: 'file' }, ({ allRows }) => async (operation: Operation, caller: Caller, answer: string) => {
    const before = await allRows()
    const once: Record<string, string> = { 'idempotency-key': uniqueName('once') }
    for (const headers of [{}, once]) expect(statusAndCode(await send(operation, caller, headers))).toBe(answer)
    expect(await allRows()).toEqual(before)
  })

interface Caller {
  agent_id: string
  session_id: string
  session_token: string
}

function send({ method, path }: Operation, { agent_id, session_id, session_token: token }: Caller, headers: Record<string, string> = {}) {
  const ids: Record<string, string> = { agent_id, session_id }
  const address = path.replace(/\{(\w+)\}/g, (_position, name: string) => ids[name] ?? '')
  return api.call(method, address, { token, headers, ...(path.endsWith('deactivate') ? {} : { json: { extend_hours: 1 } }) })
}

test('there are calls that end or extend a session', () => {
  expect(CALLS.map(([id]) => id).sort()).toEqual(['deactivateAgent', 'extendAgent', 'extendAgentSession', 'extendSession'])
})

describe.for(CALLS)('%s by token does nothing', ([_id, operation]) => {
  test('when the key of the token was revoked', async ({ db, teamId, expectRefusal }) => {
    const key = await createKey(db, teamId)
    const caller = await startSession(key)
    await db.updateTable('api_keys').set({ revoked_at: new Date() }).where('id', '=', keyIdOf(key)).execute()
    await expectRefusal(operation, caller, '401 credential_revoked')
  })

  test('when the key of the token lost its scopes', async ({ db, teamId, expectRefusal }) => {
    const key = await createKey(db, teamId)
    const caller = await startSession(key)
    await db.updateTable('api_keys').set({ scopes: [] }).where('id', '=', keyIdOf(key)).execute()
    await expectRefusal(operation, caller, '403 insufficient_scope')
  })

  test('when the key of the token was limited away from the agent', async ({ db, key: owner, teamId, expectRefusal }) => {
    const key = await createKey(db, teamId)
    const caller = await startSession(key)
    const { id } = await db
      .selectFrom('agents')
      .select('id')
      .where('name', '=', await createAgent(owner))
      .executeTakeFirstOrThrow()
    await db.updateTable('api_keys').set({ limited: true }).where('id', '=', keyIdOf(key)).execute()
    await db
      .insertInto('api_key_agents')
      .values({ team_id: teamId, key_id: keyIdOf(key), agent_row_id: id })
      .execute()
    await expectRefusal(operation, caller, '403 agent_not_allowed')
  })

  test('when another session of the agent has replaced that of the token', async ({ key, expectRefusal }) => {
    const caller = await startSession(key)
    await startSession(key, caller.agent_id, { on_active: 'replace' })
    await expectRefusal(operation, caller, '401 session_ended')
  })

  test('when another agent has the name of the deleted one', async ({ key, expectRefusal }) => {
    const caller = await startSession(key)
    expect((await api.call('DELETE', `/api/v2/agents/${caller.agent_id}`, { key })).status).toBeLessThan(300)
    await api.call('POST', '/api/v2/agents', { key, json: { agent_id: caller.agent_id } })
    await startSession(key, caller.agent_id)
    await expectRefusal(operation, caller, '401 agent_deleted')
  })

  test('when the session has expired', async ({ db, key, expectRefusal }) => {
    const caller = await startSession(key)
    await sql`update sessions set started_at = started_at - interval '1 day', expires_at = expires_at - interval '1 day'
      where id = ${caller.session_id}`.execute(db)
    await expectRefusal(operation, caller, '401 session_expired')
  })

  test('more than once, when it is sent many times at once with the same Idempotency-Key', async ({ db, key }) => {
    const caller = await startSession(key)
    const headers = { 'idempotency-key': uniqueName('once') }
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(operation, caller, headers)))
    expect(answers.map(({ status }) => status).filter((status) => status !== 409 && status >= 300)).toEqual([])
    const { rows } = await sql<{ count: number }>`select count(*) from session_events
      where session_id = ${caller.session_id} and kind in ('extended', 'ended')`.execute(db)
    expect(rows).toEqual([{ count: 1 }])
  })
})

test.for(CALLS.filter(([, { path }]) => path.includes('{agent_id}')))(
  '%s by token does nothing when its path names another agent',
  async ([_id, operation], { key, expectRefusal }) => {
    const caller = await startSession(key)
    const { agent_id } = await startSession(key)
    await expectRefusal(operation, { ...caller, agent_id }, '403 wrong_agent')
  },
)
