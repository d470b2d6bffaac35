import { describe, expect } from 'vitest'
import { api, callOk, createAgent, readCurrentSession, startSession, statusAndCode, storeMemory } from '../../../../../test/calls'
import { ageSession } from '../../../../../test/clock'
import { test as base } from '../../../../../test/fixtures'
import { createKey, createTeam } from '../../../../../test/teams'

const HOUR_MS = 3_600_000

const test = base
  .extend(
    'policy',
    ({ db, teamId }) =>
      (changes: object) =>
        db.updateTable('teams').set(changes).where('id', '=', teamId).execute(),
  )
  /** Starts a session that expired hours ago. */
  .extend('startExpiredSession', ({ db, key }) => async (hoursAgo = 1) => {
    const session = await startSession(key)
    await storeMemory(session, 'before the gap')
    await ageSession(db, session.session_id, 6 + hoursAgo)
    return session
  })

const extend = (token: string, json: object = {}, withKey?: string) =>
  api.call('POST', '/api/v2/session/extend', { token, key: withKey, json })
const hoursBetween = (from: unknown, to: unknown) => (Date.parse(String(to)) - Date.parse(String(from))) / HOUR_MS

describe('extending an active session', () => {
  test('adds six hours to its expiry, and returns the whole session', async ({ key }) => {
    const session = await startSession(key)
    const { status, body } = await extend(session.session_token)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      session_id: session.session_id,
      status: 'active',
      reused: true,
      hours_added: 6,
      previous_expires_at: session.expires_at,
      duration_hours: 12,
    })
    expect(body.new_expires_at).toBe(body.expires_at)
    expect(hoursBetween(session.expires_at, body.new_expires_at)).toBe(6)
  })

  test.for(['extend_hours', 'additional_hours', 'duration_hours', 'hours'])(
    'takes %s, in the query and in JSON, on each of its paths',
    async (name, { key }) => {
      const { agent_id, session_token: token } = await startSession(key)
      for (const path of ['/session/extend', `/agents/${agent_id}/session/extend`, `/agents/${agent_id}/extend`]) {
        expect(await callOk('POST', `/api/v2${path}`, { token, json: { [name]: 1.5 } })).toMatchObject({ hours_added: 1.5 })
        expect(await callOk('POST', `/api/v2${path}`, { token, query: { [name]: 0.5 } })).toMatchObject({ hours_added: 0.5 })
      }
    },
  )

  test.for([0, -6, 24.0001, '6h', 'Infinity', 1e300, 0.016])('refuses %j hours and changes nothing', async (hours, { key }) => {
    const { session_token, expires_at } = await startSession(key)
    expect(statusAndCode(await extend(session_token, { hours }))).toBe('422 invalid_request')
    expect((await readCurrentSession(session_token)).body).toMatchObject({ expires_at, extensions: 0 })
  })

  test('the token works after its own expiry claim, and old and new copies work until the session ends', async ({ db, key }) => {
    const { agent_id, session_id, session_token: old } = await startSession(key, undefined, { duration_hours: 1 })
    const { body } = await extend(old, { hours: 5 })
    const fresh = String(body.session_token)
    expect(fresh).not.toBe(old)
    await ageSession(db, session_id, 3)
    for (const token of [old, fresh]) {
      expect(statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'still here' } }))).toBe(
        '200',
      )
      expect(statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/recall`, { token, json: { query: 'still' } }))).toBe('200')
    }
    await callOk('POST', `/api/v2/agents/${agent_id}/deactivate`, { key })
    expect([statusAndCode(await readCurrentSession(old)), statusAndCode(await readCurrentSession(fresh))]).toEqual([
      '401 session_ended',
      '401 session_ended',
    ])
  })

  test('every call with an older copy gets the newer one, and no other call does', async ({ key }) => {
    const { agent_id, session_token: old } = await startSession(key)
    expect((await readCurrentSession(old)).headers.get('x-session-token')).toBeNull()
    const { body } = await extend(old)
    const fresh = String(body.session_token)
    const calls = [
      (token: string) => readCurrentSession(token),
      (token: string) => api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'a' } }),
      (token: string) => api.call('POST', `/api/v2/agents/${agent_id}/batch-remember`, { token, json: { memories: [{ content: 'a' }] } }),
      (token: string) => api.call('GET', `/api/v2/agents/${agent_id}/recall`, { token, query: { query: 'a' } }),
      (token: string) => api.call('GET', `/api/v2/agents/${agent_id}/status`, { token }),
    ]
    for (const call of calls) {
      const { headers } = await call(old)
      expect(headers.get('x-session-token')).toBe(fresh)
      expect(headers.get('cache-control')).toBe('no-store')
      expect((await call(fresh)).headers.get('x-session-token')).toBeNull()
    }
  })

  test('never passes the cap: the last extension is clamped, the next refused', async ({ key, policy }) => {
    const { session_token, started_at } = await startSession(key)
    await policy({ life_cap_hours: 33 })
    expect((await extend(session_token, { hours: 24 })).body.hours_added).toBe(24)
    const last = await extend(session_token, { hours: 24 })
    expect(last.body.hours_added).toBe(3)
    expect(hoursBetween(started_at, last.body.expires_at)).toBe(33)
    expect(statusAndCode(await extend(session_token, { hours: 1 }))).toBe('409 session_limit_reached')
    expect((await readCurrentSession(session_token)).body.expires_at).toBe(last.body.expires_at)
  })

  test('is recorded in its history, and counted', async ({ key }) => {
    const { session_id, session_token } = await startSession(key)
    await extend(session_token, { hours: 2 })
    const detail = await callOk<{ extensions: number; events: { kind: string; amount: number }[] }>(
      'GET',
      `/api/v2/sessions/${session_id}`,
      { key },
    )
    expect(detail.extensions).toBe(1)
    expect(detail.events.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['activated', 0],
      ['extended', 2],
    ])
  })
})

describe('reviving an expired session', () => {
  test('needs the token and a key that may write sessions of that agent', async ({ db, teamId, key, startExpiredSession }) => {
    const { agent_id, session_token } = await startExpiredSession()
    const other = await createAgent(key)
    const refusals = {
      'no key': [undefined, '401 session_expired'],
      'a bad key': ['mk_live_nonsense', '401 invalid_api_key'],
      'another team’s key': [await createKey(db, await createTeam(db)), '401 invalid_api_key'],
      'a key that may not write sessions': [
        await createKey(db, teamId, { scopes: ['sessions:read', 'memories:write'] }),
        '403 insufficient_scope',
      ],
      'a key for another agent': [await createKey(db, teamId, { onlyAgents: [other] }), '403 agent_not_allowed'],
    } as const
    for (const [name, [withKey, answer]] of Object.entries(refusals))
      expect([name, statusAndCode(await extend(session_token, {}, withKey))]).toEqual([name, answer])
    expect(statusAndCode(await readCurrentSession(session_token))).toBe('401 session_expired')
    const helper = await createKey(db, teamId, { scopes: ['sessions:write'], onlyAgents: [agent_id] })
    expect(statusAndCode(await extend(session_token, {}, helper))).toBe('200')
  })

  test('gives it hours from now on, and its token works again', async ({ key, startExpiredSession }) => {
    const { agent_id, session_token } = await startExpiredSession(2)
    const { body } = await extend(session_token, { hours: 3 }, key)
    expect(body.hours_added).toBe(3)
    expect(hoursBetween(new Date(), body.expires_at)).toBeCloseTo(3, 2)
    expect(hoursBetween(body.started_at, body.expires_at)).toBeCloseTo(11, 2)
    expect(
      statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token: session_token, json: { content: 'after' } })),
    ).toBe('200')
  })

  test('does not count the gap in its duration, and keeps its earlier counts', async ({ db, key, startExpiredSession }) => {
    const { agent_id, session_id, session_token } = await startExpiredSession(2)
    await extend(session_token, { hours: 3 }, key)
    await storeMemory({ agent_id, session_token }, 'after the gap')
    await ageSession(db, session_id, 1)
    const summary = await callOk<{ duration_seconds: number }>('POST', `/api/v2/agents/${agent_id}/deactivate`, { key })
    expect(Math.abs(summary.duration_seconds - 7 * 3600)).toBeLessThan(10)
    expect(summary).toMatchObject({ memories_stored: 2, end_reason: 'deactivated' })
  })

  test('is possible within the grace of the team and not after it', async ({ key, startExpiredSession }) => {
    const { session_token } = await startExpiredSession(24.01)
    expect(statusAndCode(await extend(session_token, {}, key))).toBe('401 session_expired')
    const late = await startExpiredSession(23.9)
    expect(statusAndCode(await extend(late.session_token, {}, key))).toBe('200')
  })

  test('is off with a grace of 0', async ({ key, policy, startExpiredSession }) => {
    await policy({ renewal_grace_hours: 0 })
    const { session_token } = await startExpiredSession(0.001)
    expect(statusAndCode(await extend(session_token, {}, key))).toBe('401 session_expired')
  })

  test('is clamped at the cap too', async ({ key, policy, startExpiredSession }) => {
    await policy({ life_cap_hours: 9 })
    const { session_token } = await startExpiredSession(2)
    const { body } = await extend(session_token, { hours: 6 }, key)
    expect(body.hours_added).toBeCloseTo(1, 2)
    const beyond = await startExpiredSession(4)
    expect(statusAndCode(await extend(beyond.session_token, { hours: 6 }, key))).toBe('409 session_limit_reached')
  })
})

describe('an ended session is never revived', () => {
  test('deactivated, replaced, ended from outside, or closed as expired', async ({ db, key }) => {
    const post = (path: string, json: object = {}) => callOk('POST', `/api/v2${path}`, { key, json })
    const endings: Record<string, (session: { agent_id: string; session_id: string }) => Promise<unknown>> = {
      deactivated: ({ agent_id }) => post(`/agents/${agent_id}/deactivate`),
      replaced: ({ agent_id }) => post(`/agents/${agent_id}/activate`, { on_active: 'replace' }),
      revoked: ({ session_id }) => post(`/sessions/${session_id}/end`),
      expired: async ({ agent_id, session_id }) => {
        await ageSession(db, session_id, 7)
        await post(`/agents/${agent_id}/activate`)
      },
    }
    for (const [end_reason, end] of Object.entries(endings)) {
      const session = await startSession(key)
      await end(session)
      for (const withKey of [undefined, key]) {
        const refused = await extend(session.session_token, {}, withKey)
        expect([statusAndCode(refused), refused.body.end_reason]).toEqual(['401 session_ended', end_reason])
      }
      for (const path of ['/session/extend', `/agents/${session.agent_id}/deactivate`]) {
        const headers = { 'idempotency-key': `after-${end_reason}` }
        const refused = await api.call('POST', `/api/v2${path}`, { token: session.session_token, headers })
        expect([path, statusAndCode(refused), refused.body.end_reason]).toEqual([path, '401 session_ended', end_reason])
      }
      expect(await callOk('GET', `/api/v2/sessions/${session.session_id}`, { key })).toMatchObject({ status: 'inactive', end_reason })
    }
  })

  test('of a deleted agent', async ({ key }) => {
    const { agent_id, session_token } = await startSession(key)
    await callOk('DELETE', `/api/v2/agents/${agent_id}`, { key })
    expect(statusAndCode(await extend(session_token, {}, key))).toBe('401 agent_deleted')
  })
})
