import { describe, expect, vi } from 'vitest'
import { api, callOk, createAgent, startSession, statusAndCode, uniqueName } from '../../../../../../test/calls'
import { ageSession, moveClock, stopClock } from '../../../../../../test/clock'
import { test as base } from '../../../../../../test/fixtures'
import { createKey, keyIdOf } from '../../../../../../test/teams'

const HOUR_MS = 3_600_000

const test = base.extend(
  'activate',
  ({ key }) =>
    (agent: string, json: object = {}, withKey = key) =>
      api.call('POST', `/api/v2/agents/${agent}/activate`, { key: withKey, json }),
)

const current = async (token: string) => statusAndCode(await api.call('GET', '/api/v2/session/current', { token }))
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
const hoursOf = ({ started_at, expires_at }: { started_at: string; expires_at: string }) =>
  (Date.parse(expires_at) - Date.parse(started_at)) / HOUR_MS

describe('a new session', () => {
  test('lasts six hours, and is described as the documentation says', async ({ key, activate }) => {
    const agent = await createAgent(key)
    const { status, headers, body } = await activate(agent)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toMatchObject({
      agent_id: agent,
      namespace: `memanto_agent_${agent}`,
      pattern: 'support',
      status: 'active',
      duration_hours: 6,
      opened_by: { kind: 'key', id: keyIdOf(key), name: 'test key' },
      reused: false,
    })
    expect(String(body.session_id)).toMatch(/^sess_\w+$/)
    expect(body.created_at).toBe(body.started_at)
    expect(hoursOf(body as never)).toBe(6)
    expect(body.time_remaining_seconds).toBeGreaterThanOrEqual(6 * 3600 - 2)
    expect(body.time_remaining_seconds).toBeLessThanOrEqual(6 * 3600)
  })

  test('has a token whose claims say the same as the body', async ({ teamId, key }) => {
    const session = await startSession(key)
    const { agent_id, session_id, team_id, via, iat, exp, expires_at } = claimsOf(session.session_token)
    expect({ agent_id, session_id, team_id, via }).toEqual({
      agent_id: session.agent_id,
      session_id: session.session_id,
      team_id: teamId,
      via: `key:${keyIdOf(key)}`,
    })
    expect([iat, exp]).toEqual([session.started_at, session.expires_at].map((time) => Math.floor(Date.parse(time) / 1000)))
    expect(expires_at).toBe(session.expires_at.slice(0, 19))
  })

  test.for([1 / 60, 0.0167, 0.5, 6, 24])('lasts the %d hours requested', async (duration_hours, { key }) => {
    expect(hoursOf(await startSession(key, uniqueName(), { duration_hours }))).toBeCloseTo(duration_hours, 6)
  })

  test.for([0, -1, '6h', 'NaN', 'Infinity', 24.0001, 1e300, true, [6], 0.016])(
    'is refused for %j hours',
    async (duration_hours, { key, activate }) => {
      const agent = await createAgent(key)
      const { status, body } = await activate(agent, { duration_hours })
      expect([status, body.errors]).toEqual([422, [expect.objectContaining({ field: 'duration_hours' })]])
      expect(statusAndCode(await api.call('GET', `/api/v2/agents/${agent}/status`, { key }))).toBe('404 no_active_session')
    },
  )

  test('1e309 in JSON is refused', async ({ key }) => {
    const agent = await createAgent(key)
    expect(statusAndCode(await api.call('POST', `/api/v2/agents/${agent}/activate`, { key, body: '{"duration_hours": 1e309}' }))).toBe(
      '422 invalid_request',
    )
  })

  test('follows the policy of its team: default length, and the cap from the first moment', async ({ db, teamId, key }) => {
    await db.updateTable('teams').set({ default_hours: 2, life_cap_hours: 5 }).where('id', '=', teamId).execute()
    expect(hoursOf(await startSession(key))).toBe(2)
    expect(hoursOf(await startSession(key, uniqueName(), { duration_hours: 24 }))).toBe(5)
  })

  test('is active until the millisecond of its expiry', async ({ db, key }) => {
    const { session_token, expires_at } = await startSession(key)
    await stopClock(db, new Date(Date.parse(expires_at) - 1))
    const before = await current(session_token)
    await stopClock(db, new Date(expires_at))
    const at = await current(session_token)
    await moveClock(db, 0)
    expect([before, at]).toEqual(['200', '401 session_expired'])
  })

  test('lasts six hours across a change to daylight saving, whatever the zone of the server', async ({ db, key }) => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    await stopClock(db, new Date('2030-03-31T00:30:00Z'))
    const session = await startSession(key)
    await moveClock(db, 0)
    vi.unstubAllEnvs()
    expect([session.started_at, session.expires_at]).toEqual(['2030-03-31T00:30:00Z', '2030-03-31T06:30:00Z'])
    expect(claimsOf(session.session_token).expires_at).toBe('2030-03-31T06:30:00')
  })
})

describe('an agent whose session is active', () => {
  test('is joined: the same session, and the same token for the same key', async ({ key }) => {
    const first = await startSession(key)
    const second = await startSession(key, first.agent_id)
    expect(second).toEqual({ ...first, reused: true, time_remaining_seconds: expect.any(Number) })
  })

  test('is joined by another key with a token of its own; both work', async ({ db, teamId, key }) => {
    const first = await startSession(key)
    const other = await createKey(db, teamId)
    const joined = await startSession(other, first.agent_id)
    expect(joined.session_id).toBe(first.session_id)
    expect(joined.opened_by).toEqual(first.opened_by)
    expect(claimsOf(joined.session_token).via).toBe(`key:${keyIdOf(other)}`)
    expect([await current(first.session_token), await current(joined.session_token)]).toEqual(['200', '200'])
  })

  test('is extended by joining when less is left than requested, and never shortened', async ({ db, key }) => {
    const { agent_id, session_id, expires_at } = await startSession(key)
    expect((await startSession(key, agent_id, { duration_hours: 1 })).expires_at).toBe(expires_at)
    await ageSession(db, session_id, 2)
    const longer = await startSession(key, agent_id, { duration_hours: 5 })
    expect(longer.reused).toBe(true)
    expect(hoursOf(longer)).toBeCloseTo(7, 2)
  })

  test('is extended by joining when less than 30 minutes are left', async ({ db, key }) => {
    const { agent_id, session_id } = await startSession(key)
    await ageSession(db, session_id, 5.6)
    expect(hoursOf(await startSession(key, agent_id))).toBeCloseTo(11.6, 2)
  })

  test('is joined within the cap', async ({ db, teamId, key }) => {
    const { agent_id, session_id } = await startSession(key)
    await db.updateTable('teams').set({ life_cap_hours: 8 }).where('id', '=', teamId).execute()
    await ageSession(db, session_id, 5.6)
    expect(hoursOf(await startSession(key, agent_id))).toBe(8)
  })

  test('is replaced on request: the old token is refused, and the old session says why', async ({ key }) => {
    const old = await startSession(key)
    const fresh = await startSession(key, old.agent_id, { on_active: 'replace' })
    expect(fresh).toMatchObject({ reused: false })
    expect(fresh.session_id).not.toBe(old.session_id)
    expect([await current(old.session_token), await current(fresh.session_token)]).toEqual(['401 session_ended', '200'])
    expect(await callOk('GET', `/api/v2/sessions/${old.session_id}`, { key })).toMatchObject({
      end_reason: 'replaced',
      ended_by: { kind: 'key', id: keyIdOf(key) },
    })
  })

  test('refuses an activation on request, and keeps its session', async ({ key, activate }) => {
    const { agent_id, session_token } = await startSession(key)
    expect(statusAndCode(await activate(agent_id, { on_active: 'reject' }))).toBe('409 session_already_active')
    expect(await current(session_token)).toBe('200')
    expect(statusAndCode(await activate(agent_id, { on_active: 'rejoice' }))).toBe('422 invalid_request')
  })
})

test('activating after a session expired opens a new one, and closes the old one as expired at its expiry', async ({ db, key }) => {
  for (const on_active of ['join', 'replace', 'reject']) {
    const old = await startSession(key)
    await ageSession(db, old.session_id, 7)
    const fresh = await startSession(key, old.agent_id, { on_active })
    expect(fresh).toMatchObject({ reused: false })
    const closed = await callOk<Record<string, unknown>>('GET', `/api/v2/sessions/${old.session_id}`, { key })
    expect(closed).toMatchObject({ status: 'inactive', end_reason: 'expired', ended_by: { kind: 'system' }, duration: '6h 0m' })
    expect(hoursOf({ started_at: String(closed.started_at), expires_at: String(closed.ended_at) })).toBe(6)
  }
})

describe('a missing agent', () => {
  test('is reported as missing, or created on request', async ({ activate }) => {
    const name = uniqueName('Missing')
    expect(statusAndCode(await activate(name))).toBe('404 agent_not_found')
    for (const create of ['True', '1', true]) expect(statusAndCode(await activate(uniqueName(), { create }))).toBe('200')
    expect(statusAndCode(await activate(name, { create: false }))).toBe('404 agent_not_found')
  })

  test('is looked up exactly, and is not created if an existing name differs only in case', async ({ key, activate }) => {
    const name = await createAgent(key, 'Support_Bot')
    expect(statusAndCode(await activate('support_bot'))).toBe('404 agent_not_found')
    const refused = await activate('support_bot', { create: true })
    expect(statusAndCode(refused)).toBe('409 agent_exists')
    expect(String(refused.body.detail)).toContain(name)
    expect(statusAndCode(await activate('Support-Bot', { create: true }))).toBe('200')
  })

  test.for([
    '..',
    '.',
    'a b',
    'a/b',
    '../../etc/passwd',
    'line\n',
    'tab\t',
    'nul\0',
    'ünïcode',
    'аgent',
    'a'.repeat(65),
    'x'.repeat(10_000),
    '<script>',
    "'--",
    '%',
    '😀',
  ])('is not created under an invalid name (%#)', async (name, { db, teamId, activate }) => {
    const agent = encodeURIComponent(name).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'))
    const { status } = await activate(agent, { create: true })
    expect([400, 404, 405, 422]).toContain(status)
    expect(await db.selectFrom('agents').select('id').where('team_id', '=', teamId).execute()).toEqual([])
  })
})

test('different agents are active at the same time', async ({ key }) => {
  const sessions = await Promise.all(Array.from({ length: 12 }, () => startSession(key)))
  expect(await callOk('GET', '/api/v2/agents', { key, query: { status: 'active' } })).toMatchObject({ total: 12 })
  for (const { session_token } of sessions) expect(await current(session_token)).toBe('200')
})
