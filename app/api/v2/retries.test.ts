import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { OPERATIONS } from '../../../lib/api/operations'
import { issueKey } from '../../../lib/api-keys/issue'
import { requireCapability } from '../../../lib/auth/viewer'
import type { ApiResponse, CallOptions } from '../../../test/api/client'
import { api, callOk, createAgent, startSession, statusAndCode, uniqueName } from '../../../test/calls'
import { ageSession, moveClock } from '../../../test/clock'
import { test as base } from '../../../test/fixtures'
import { countLockWaits } from '../../../test/lock-waits'
import { createKey, createTeam, createViewer, TEST_CONTEXT } from '../../../test/teams'

type Body = Record<string, unknown>

let retryKeys = 0

const test = base
  .extend(
    'records',
    ({ db, teamId }) =>
      () =>
        db.selectFrom('idempotency_records').selectAll().where('team_id', '=', teamId).execute(),
  )
  .extend(
    'countOf',
    ({ db, teamId }) =>
      async (table: 'agents' | 'sessions' | 'memories' | 'session_events') =>
        (
          await db
            .selectFrom(table)
            .select((row) => row.fn.countAll<number>().as('rows'))
            .where('team_id', '=', teamId)
            .executeTakeFirstOrThrow()
        ).rows,
  )
  /** Waits until a call waits for a locked row. */
  .extend(
    'someoneWaits',
    ({ db }) =>
      () =>
        expect.poll(() => countLockWaits(db)).toBeGreaterThan(0),
  )

const newRetryKey = () => `retry-${++retryKeys}`
const once = (retryKey: string, sent: CallOptions): CallOptions => ({ ...sent, headers: { ...sent.headers, 'idempotency-key': retryKey } })
const isReplay = ({ headers }: ApiResponse<unknown>) => headers.get('idempotent-replayed') === 'true'

/** The same call twice, with one Idempotency-Key. */
async function twice(method: string, path: string, sent: CallOptions): Promise<[ApiResponse<Body>, ApiResponse<Body>]> {
  const retryKey = newRetryKey()
  const first = await api.call(method, path, once(retryKey, sent))
  return [first, await api.call(method, path, once(retryKey, sent))]
}

function expectReplay([first, second]: [ApiResponse<Body>, ApiResponse<Body>], status = 200): void {
  expect([first.status, isReplay(first)]).toEqual([status, false])
  expect([second.status, isReplay(second)]).toEqual([status, true])
  expect({ ...second.body, request_id: '' }).toEqual({ ...first.body, request_id: '' })
}

describe('the connection drops between commit and answer, and the client retries', () => {
  test('remembering stores once and gets the same answer', async ({ key, countOf }) => {
    const { agent_id, session_id, session_token: token } = await startSession(key)
    expectReplay(await twice('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'once', tags: ['a'], title: 'T' } }))
    expect(await countOf('memories')).toBe(1)
    expect(await callOk('GET', `/api/v2/sessions/${session_id}`, { key })).toMatchObject({ memories_stored: 1 })
  })

  test('a batch with an invalid memory in it', async ({ key, countOf }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const answers = await twice('POST', `/api/v2/agents/${agent_id}/batch-remember`, {
      token,
      json: { memories: [{ content: 'a' }, { content: ' ' }, { content: 'b' }] },
    })
    expectReplay(answers)
    expect(answers[1].body).toMatchObject({ total_submitted: 3, successful: 2, failed: 1 })
    expect(await countOf('memories')).toBe(2)
  })

  test('creating an agent, with times and metadata as they were', async ({ key, countOf }) => {
    const metadata = {
      at: '2025-03-31T22:30:00Z',
      deep: { list: [null, 1, { 'memanto:time': 'not ours' }] },
      'memanto:time': '2025-01-01',
      'memanto:time~~': 1,
      'memanto:times': 2,
    }
    expectReplay(await twice('POST', '/api/v2/agents', { key, json: { agent_id: uniqueName(), description: 'd', metadata } }), 201)
    expect(await countOf('agents')).toBe(1)
  })

  test('activating, extending, deactivating', async ({ key, countOf }) => {
    const agent = await createAgent(key)
    const activations = await twice('POST', `/api/v2/agents/${agent}/activate`, { key, json: { on_active: 'replace' } })
    expectReplay(activations)
    expect(await countOf('sessions')).toBe(1)
    const token = String(activations[1].body.session_token)
    expectReplay(await twice('POST', '/api/v2/session/extend', { token, json: { hours: 2 } }))
    expect((await api.call('GET', '/api/v2/session/current', { token })).body).toMatchObject({ duration_hours: 8, extensions: 1 })
    expectReplay(await twice('POST', `/api/v2/agents/${agent}/deactivate`, { key }))
  })

  test('ending a session from outside', async ({ key }) => {
    const { session_id } = await startSession(key)
    expectReplay(await twice('POST', `/api/v2/sessions/${session_id}/end`, { key, json: { reason: 'why' } }))
  })

  test('an error is recorded like a result', async ({ key }) => {
    const agent = await createAgent(key)
    expectReplay(await twice('POST', '/api/v2/agents', { key, json: { agent_id: agent } }), 409)
    expectReplay(await twice('POST', `/api/v2/agents/${uniqueName()}/activate`, { key }), 404)
    const later = newRetryKey()
    const missing = uniqueName()
    expect(statusAndCode(await api.call('POST', `/api/v2/agents/${missing}/deactivate`, once(later, { key })))).toBe('404 agent_not_found')
    await startSession(key, missing)
    const again = await api.call('POST', `/api/v2/agents/${missing}/deactivate`, once(later, { key }))
    expect([statusAndCode(again), isReplay(again)]).toEqual(['404 agent_not_found', true])
  })

  test('an error that is recorded undoes the work before it', async ({ db, teamId, records }) => {
    const owner = requireCapability(await createViewer(db, teamId), 'keys:manage')
    const context = { ...TEST_CONTEXT, idempotencyKey: newRetryKey() }
    const half = { name: 'half made', scopes: ['agents:read' as const], agentNames: ['never-was'], expiresAt: null }
    await expect(issueKey(owner, half, context)).rejects.toMatchObject({ code: 'invalid_request' })
    expect(await records()).toHaveLength(1)
    expect(await db.selectFrom('api_keys').select('id').where('name', '=', 'half made').execute()).toEqual([])
  })

  test('an error before any work is not recorded: a 422, a 403, a 401', async ({ key }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const retryKey = newRetryKey()
    const path = `/api/v2/agents/${agent_id}/remember`
    expect(statusAndCode(await api.call('POST', path, once(retryKey, { token, json: { content: ' ' } })))).toBe('422 invalid_request')
    expect(statusAndCode(await api.call('POST', path, once(retryKey, { token, key: 'nonsense', json: { content: 'a' } })))).toBe(
      '401 invalid_api_key',
    )
    const corrected = await api.call('POST', path, once(retryKey, { token, json: { content: 'a' } }))
    expect([corrected.status, isReplay(corrected)]).toEqual([200, false])
  })

  test('every POST that writes accepts the header, as its contract says', () => {
    const idempotent = OPERATIONS.filter(({ method, isIdempotent }) => method === 'POST' && isIdempotent)
    const paths = idempotent.map(({ path }) => path.replace('/api/v2', ''))
    expect(paths.sort()).toEqual([
      '/agents',
      '/agents/{agent_id}/activate',
      '/agents/{agent_id}/batch-remember',
      '/agents/{agent_id}/deactivate',
      '/agents/{agent_id}/extend',
      '/agents/{agent_id}/import',
      '/agents/{agent_id}/memories/{memory_id}/approve',
      '/agents/{agent_id}/memories/{memory_id}/restore',
      '/agents/{agent_id}/memories/{memory_id}/supersede',
      '/agents/{agent_id}/remember',
      '/agents/{agent_id}/remember/messages',
      '/agents/{agent_id}/session/extend',
      '/memories/bulk',
      '/memories/erase',
      '/session/extend',
      '/sessions/{session_id}/end',
    ])
  })
})

describe('the same key with another request', () => {
  test('is a 422: another body, another path, another operation', async ({ key, countOf }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const other = await startSession(key)
    const retryKey = newRetryKey()
    await callOk('POST', `/api/v2/agents/${agent_id}/remember`, once(retryKey, { token, json: { content: 'a' } }))
    const others: [path: string, sent: CallOptions][] = [
      [`/agents/${agent_id}/remember`, { token, json: { content: 'b' } }],
      [`/agents/${agent_id}/remember`, { token, json: { content: 'a', type: 'goal' } }],
      [`/agents/${other.agent_id}/remember`, { token: other.session_token, json: { content: 'a' } }],
      [`/agents/${agent_id}/activate`, { key }],
      ['/session/extend', { token }],
    ]
    for (const [path, sent] of others)
      expect(statusAndCode(await api.call('POST', `/api/v2${path}`, once(retryKey, sent)))).toBe('422 idempotency_key_reused')
    expect(await countOf('memories')).toBe(1)
  })

  test('is the same request if it is only written in another way', async ({ key }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const retryKey = newRetryKey()
    const path = `/api/v2/agents/${agent_id}/remember`
    const first = await callOk<Body>('POST', path, once(retryKey, { token, json: { memory_type: 'goal', content: 'a', unknown: 1 } }))
    const second = await api.call('POST', path, once(retryKey, { token, query: { content: 'a', type: 'goal' } }))
    expect([second.body.memory_id, isReplay(second)]).toEqual([first.memory_id, true])
  })

  test('belongs to its caller: another key, another team and the token of another key may use the same value', async ({
    db,
    teamId,
    key,
  }) => {
    const agent = await createAgent(key)
    const retryKey = newRetryKey()
    const callers = [key, await createKey(db, teamId), await createKey(db, await createTeam(db))]
    for (const [index, caller] of callers.entries()) {
      const made = await api.call('POST', '/api/v2/agents', once(retryKey, { key: caller, json: { agent_id: `mine-${index}` } }))
      expect([made.status, isReplay(made)]).toEqual([201, false])
    }
    const { session_token: token } = await startSession(await createKey(db, teamId), agent)
    expect(
      statusAndCode(await api.call('POST', `/api/v2/agents/${agent}/remember`, once(retryKey, { token, json: { content: 'a' } }))),
    ).toBe('200')
  })

  test.for(['', ' ', 'x'.repeat(256), 'with blank', 'ümlaut'])(
    'a header that is not a valid key is a 422 (%#)',
    async (retryKey, { key }) => {
      const { status, body } = await api.call('POST', '/api/v2/agents', once(retryKey, { key, json: { agent_id: uniqueName() } }))
      expect([status, body.errors]).toEqual([422, [expect.objectContaining({ field: 'Idempotency-Key' })]])
    },
  )
})

describe('two requests at the same time with the same key', () => {
  test('do the work once: the others get 409 or the same answer', async ({ key, countOf }) => {
    const { agent_id, session_token: token } = await startSession(key)
    for (let round = 0; round < 10; round++) {
      const sent = once(newRetryKey(), { token, json: { content: `note ${round}` } })
      const answers = await Promise.all(Array.from({ length: 8 }, () => api.call('POST', `/api/v2/agents/${agent_id}/remember`, sent)))
      const done = answers.filter(({ status }) => status === 200)
      expect(done.filter((answer) => !isReplay(answer))).toHaveLength(1)
      expect(new Set(done.map(({ body }) => body.memory_id)).size).toBe(1)
      for (const answer of answers.filter(({ status }) => status !== 200)) expect(statusAndCode(answer)).toBe('409 idempotency_in_progress')
    }
    expect(await countOf('memories')).toBe(10)
  })

  test('while the first still runs, the second gets 409, and later the same answer', async ({ db, key, someoneWaits, countOf }) => {
    const agent = await createAgent(key)
    const sent = once(newRetryKey(), { key })
    const call = () => api.call('POST', `/api/v2/agents/${agent}/activate`, sent)
    let first: ReturnType<typeof call> | undefined
    await db.transaction().execute(async (tx) => {
      await sql`select from agents where name = ${agent} for update`.execute(tx)
      first = call()
      await someoneWaits()
      expect(statusAndCode(await call())).toBe('409 idempotency_in_progress')
    })
    expect((await first)?.status).toBe(200)
    const replay = await call()
    expect([statusAndCode(replay), isReplay(replay)]).toEqual(['200', true])
    expect(await countOf('sessions')).toBe(1)
  })
})

describe('stored answers', () => {
  test('contain no token and no key: tokens are signed again for a repeated request', async ({ key, records }) => {
    const agent = await createAgent(key)
    const [first, second] = await twice('POST', `/api/v2/agents/${agent}/activate`, { key })
    const token = String(first.body.session_token)
    expect(second.body.session_token).toBe(token)
    expect(second.headers.get('cache-control')).toBe('no-store')
    await twice('POST', '/api/v2/session/extend', { token })
    await twice('POST', `/api/v2/agents/${agent}/remember`, { token, json: { content: 'a' } })
    const kept = JSON.stringify(await records())
    expect(await records()).toHaveLength(3)
    expect(kept).not.toMatch(/eyJ|mk_live/)
    for (const secret of [token, key, key.slice(19, 62), token.split('.')[2] ?? token]) expect(kept).not.toContain(secret)
  })

  test('are committed together with the work: a server error leaves neither', async ({ db, key, countOf }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const sent = once(newRetryKey(), { token, json: { content: 'later' } })
    await sql`alter table idempotency_records rename to hidden`.execute(db)
    const failed = await api.call('POST', `/api/v2/agents/${agent_id}/remember`, sent)
    await sql`alter table hidden rename to idempotency_records`.execute(db)
    expect([statusAndCode(failed), await countOf('memories')]).toEqual(['500 internal_error', 0])
    const corrected = await api.call('POST', `/api/v2/agents/${agent_id}/remember`, sent)
    expect([corrected.status, isReplay(corrected), await countOf('memories')]).toEqual([200, false, 1])
  })

  test('are forgotten after 24 hours', async ({ db, key }) => {
    const sent = (agent_id: string) => once('daily', { key, json: { agent_id } })
    await callOk('POST', '/api/v2/agents', sent(uniqueName()))
    await moveClock(db, 23.9)
    const within = statusAndCode(await api.call('POST', '/api/v2/agents', sent(uniqueName())))
    await moveClock(db, 24.1)
    const after = statusAndCode(await api.call('POST', '/api/v2/agents', sent(uniqueName())))
    await moveClock(db, 0)
    expect([within, after]).toEqual(['422 idempotency_key_reused', '201'])
  })

  test('are returned only to callers who are still authorized', async ({ db, key }) => {
    const { agent_id, session_id, session_token: token } = await startSession(key)
    const sent = once(newRetryKey(), { token, json: { content: 'a' } })
    await callOk('POST', `/api/v2/agents/${agent_id}/remember`, sent)
    await ageSession(db, session_id, 6)
    expect(statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/remember`, sent))).toBe('401 session_expired')
  })
})

test('a repeated deactivation by token gets the same answer although its session has ended; without the key it is refused', async ({
  key,
}) => {
  const { agent_id, session_token: token } = await startSession(key)
  expectReplay(await twice('POST', `/api/v2/agents/${agent_id}/deactivate`, { token }))
  const path = `/api/v2/agents/${agent_id}/deactivate`
  expect(statusAndCode(await api.call('POST', path, { token }))).toBe('401 session_ended')
  for (const refused of [path, '/api/v2/session/extend']) {
    const answer = await api.call('POST', refused, once(newRetryKey(), { token }))
    expect([statusAndCode(answer), answer.headers.has('x-session-expires-at')]).toEqual(['401 session_ended', false])
  }
})

test('a repeated extension gets the same answer, with the expiry and token of a later extension in its headers', async ({ key }) => {
  const { session_token: token } = await startSession(key)
  const extend = (retryKey: string) => api.call<Body>('POST', '/api/v2/session/extend', once(retryKey, { token, json: { hours: 1 } }))
  const retryKey = newRetryKey()
  const first = await extend(retryKey)
  const later = await extend(newRetryKey())
  const repeated = await extend(retryKey)
  expectReplay([first, repeated])
  for (const name of ['x-session-expires-at', 'x-session-token']) {
    expect(repeated.headers.get(name)).toBe(later.headers.get(name))
    expect(repeated.headers.get(name)).not.toBe(first.headers.get(name))
  }
})

test('a repeated extension of a session that is over gets the same answer, without headers of the session', async ({ key }) => {
  const { agent_id, session_token: token } = await startSession(key)
  const extend = (retryKey: string) => api.call<Body>('POST', '/api/v2/session/extend', once(retryKey, { token, json: { hours: 1 } }))
  const retryKey = newRetryKey()
  const first = await extend(retryKey)
  await extend(newRetryKey())
  await callOk('POST', `/api/v2/agents/${agent_id}/deactivate`, { token })
  const repeated = await extend(retryKey)
  expectReplay([first, repeated])
  for (const name of ['x-session-expires-at', 'x-session-token']) expect(repeated.headers.has(name)).toBe(false)
})
