import { describe, expect } from 'vitest'
import { OPERATIONS } from '../../../../../lib/api/operations'
import { takesToken } from '../../../../../lib/auth/security'
import { api, callOk, createAgent, readCurrentSession, startSession, statusAndCode, storeMemory } from '../../../../../test/calls'
import { ageSession } from '../../../../../test/clock'
import { test as base } from '../../../../../test/fixtures'

const test = base
  .extend(
    'renewOnUse',
    ({ db, teamId }) =>
      (changes: object = {}) =>
        db
          .updateTable('teams')
          .set({ renew_on_use: true, ...changes })
          .where('id', '=', teamId)
          .execute(),
  )
  /** Starts a session with a tenth of an hour left. */
  .extend('startTiredSession', ({ db, key }) => async () => {
    const session = await startSession(key)
    await ageSession(db, session.session_id, 5.9)
    return session
  })

test('returns the session, and what it did so far', async ({ key }) => {
  const { session_token, reused: _, time_remaining_seconds: __, ...session } = await startSession(key)
  await storeMemory({ agent_id: session.agent_id, session_token }, 'Ada likes tea.')
  await callOk('POST', `/api/v2/agents/${session.agent_id}/recall`, { token: session_token, json: { query: 'tea' } })
  const { body } = await readCurrentSession(session_token)
  expect(body).toEqual({
    ...session,
    time_remaining_seconds: expect.any(Number),
    memories_stored: 1,
    memories_retrieved: 1,
    extensions: 0,
    end_reason: null,
  })
})

test('is the same as the status of its agent, and of the team when it was activated last', async ({ key }) => {
  const { agent_id, session_token: token } = await startSession(key)
  const own = await callOk<object>('GET', `/api/v2/agents/${agent_id}/status`, { token })
  const byKey = await callOk<object>('GET', `/api/v2/agents/${agent_id}/status`, { key })
  const ofTeam = await callOk<object>('GET', '/api/v2/status', { key })
  for (const body of [own, byKey, ofTeam])
    expect({ ...body, time_remaining_seconds: 0 }).toEqual({ ...(await readCurrentSession(token)).body, time_remaining_seconds: 0 })
})

test('the status of an agent or a team without an active session is a 404', async ({ db, key }) => {
  const { agent_id, session_id } = await startSession(key)
  await ageSession(db, session_id, 6)
  for (const path of [`/agents/${agent_id}/status`, `/agents/${await createAgent(key)}/status`, '/agents/never-was/status', '/status'])
    expect(statusAndCode(await api.call('GET', `/api/v2${path}`, { key }))).toBe('404 no_active_session')
})

describe('X-Session-Expires-At', () => {
  const inSession = OPERATIONS.filter(({ security, path }) => takesToken(security) && !path.includes('{memory_id}'))

  test.for(inSession.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s sends it, also with a refusal',
    async ([_name, { method, path, request }], { key }) => {
      const session = await startSession(key)
      const address = path.replace('{agent_id}', session.agent_id)
      const call = (query: Record<string, string>) => api.call(method, address, { token: session.session_token, query })
      const refused = request && (await call({ limit: '0', hours: '0', query: ' ', content: ' ' }))
      if (refused) expect(refused.headers.get('x-session-expires-at')).toBe(session.expires_at)
      const done = await call({ query: 'a', content: 'a', as_of: '2030-01-01', since: '2020-01-01', hours: '1' })
      const expected = path.endsWith('extend') ? done.body.expires_at : session.expires_at
      expect(done.headers.get('x-session-expires-at')).toBe(expected)
    },
  )

  test('a call that is refused for another reason than its session sends it too', async ({ key }) => {
    const session = await startSession(key)
    const { session_token: token, agent_id, expires_at } = session
    const refused = [
      await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, key: 'nonsense', json: { content: 'a' } }),
      await api.call('POST', `/api/v2/agents/${await createAgent(key)}/recall`, { token, json: { query: 'a' } }),
      await api.call('GET', `/api/v2/agents/${await createAgent(key)}/status`, { token }),
    ]
    expect(refused.map(statusAndCode)).toEqual(['401 invalid_api_key', '403 wrong_agent', '403 wrong_agent'])
    for (const { headers } of refused) expect(headers.get('x-session-expires-at')).toBe(expires_at)
    await callOk('POST', `/api/v2/agents/${agent_id}/deactivate`, { key })
    const ended = await api.call('GET', '/api/v2/session/current', { token })
    expect(ended.headers.has('x-session-expires-at')).toBe(false)
  })
})

describe('renew_on_use', () => {
  const leftOf = (answer: { headers: Headers }) => (Date.parse(answer.headers.get('x-session-expires-at') ?? '') - Date.now()) / 3_600_000

  const remember = ({ agent_id, session_token: token }: { agent_id: string; session_token: string }, content = 'a') =>
    api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content } })
  const recall = ({ agent_id, session_token: token }: { agent_id: string; session_token: string }) =>
    api.call('POST', `/api/v2/agents/${agent_id}/recall`, { token, json: { query: 'a' } })
  test('is off by default', async ({ startTiredSession }) => {
    expect(leftOf(await remember(await startTiredSession()))).toBeCloseTo(0.1, 2)
  })

  test('adds the default length to a session that is used near its end, and offers the newer token', async ({
    renewOnUse,
    startTiredSession,
  }) => {
    await renewOnUse()
    for (const use of [remember, recall]) {
      const answer = await use(await startTiredSession())
      expect(leftOf(answer)).toBeCloseTo(6.1, 2)
      expect(answer.headers.get('x-session-token')).toMatch(/^eyJ/)
    }
  })

  test('renews by a call for one memory too', async ({ db, key, renewOnUse }) => {
    const { session_id, agent_id, session_token: token } = await startSession(key)
    const path = `/api/v2/agents/${agent_id}/memories/${await storeMemory({ agent_id, session_token: token })}`
    await ageSession(db, session_id, 5.9)
    await renewOnUse()
    expect(leftOf(await api.call('GET', path, { token }))).toBeCloseTo(6.1, 2)
  })

  test('counts as an extension, also in the answer of the call that renewed', async ({ renewOnUse, startTiredSession }) => {
    await renewOnUse()
    const { session_token: token } = await startTiredSession()
    for (const _ of [1, 2]) expect(await callOk('GET', '/api/v2/session/current', { token })).toMatchObject({ extensions: 1 })
  })

  test('does not renew a session that the call itself extends or ends', async ({ key, renewOnUse, startTiredSession }) => {
    await renewOnUse()
    const session = await startTiredSession()
    const extension = await api.call('POST', '/api/v2/session/extend', { token: session.session_token, json: { hours: 1 } })
    expect(leftOf(extension)).toBeCloseTo(1.1, 2)
    const ended = await startTiredSession()
    await callOk('POST', `/api/v2/agents/${ended.agent_id}/deactivate`, { token: ended.session_token })
    const { events } = await callOk<{ events: { kind: string }[] }>('GET', `/api/v2/sessions/${ended.session_id}`, { key })
    expect(events.map(({ kind }) => kind)).toEqual(['activated', 'ended'])
  })

  test('does not change a session with more than 30 minutes left', async ({ db, key, renewOnUse }) => {
    await renewOnUse()
    const session = await startSession(key)
    await ageSession(db, session.session_id, 5.4)
    expect(leftOf(await remember(session))).toBeCloseTo(0.6, 2)
  })

  test('stays within the cap', async ({ renewOnUse, startTiredSession }) => {
    await renewOnUse({ life_cap_hours: 7 })
    expect(leftOf(await remember(await startTiredSession()))).toBeCloseTo(1.1, 2)
  })

  test('needs a call that succeeded', async ({ db, renewOnUse, startTiredSession }) => {
    await renewOnUse()
    const session = await startTiredSession()
    const token = session.session_token
    expect((await remember(session, ' ')).status).toBe(422)
    const unknown = `/api/v2/agents/${session.agent_id}/memories/mem_00000000000000000000000000`
    expect((await api.call('DELETE', unknown, { token })).status).toBe(404)
    expect(
      (await db.selectFrom('sessions').select('extensions').where('id', '=', session.session_id).executeTakeFirstOrThrow()).extensions,
    ).toBe(0)
  })

  test('answers a call whose work is done with 200 even if the renewal fails', async ({ db, renewOnUse, startTiredSession }) => {
    await renewOnUse()
    const session = await startTiredSession()
    const answer = await db.transaction().execute(async (tx) => {
      await tx.selectFrom('sessions').select('id').where('id', '=', session.session_id).forShare().execute()
      return remember(session)
    })
    expect(statusAndCode(answer)).toBe('200')
    expect(leftOf(answer)).toBeCloseTo(0.1, 2)
  })

  test('renews once, however many calls come at once, and says so in the history', async ({ key, renewOnUse, startTiredSession }) => {
    await renewOnUse()
    const session = await startTiredSession()
    const answers = await Promise.all(Array.from({ length: 20 }, () => remember(session)))
    expect(answers.map(statusAndCode)).toEqual(answers.map(() => '200'))
    const detail = await callOk<{ extensions: number; events: { kind: string }[] }>('GET', `/api/v2/sessions/${session.session_id}`, {
      key,
    })
    expect(detail.extensions).toBe(1)
    expect(detail.events.filter(({ kind }) => kind === 'renewed')).toHaveLength(1)
    expect(leftOf(await remember(session))).toBeCloseTo(6.1, 2)
  })

  test('does not revive an expired or ended session', async ({ db, key, renewOnUse }) => {
    await renewOnUse()
    const session = await startSession(key)
    await ageSession(db, session.session_id, 6)
    expect(statusAndCode(await remember(session))).toBe('401 session_expired')
  })
})
