import { describe, expect } from 'vitest'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../../../test/calls'
import { ageSession } from '../../../../test/clock'
import { test as base } from '../../../../test/fixtures'
import { keyIdOf } from '../../../../test/teams'

type Body = Record<string, unknown>
interface Page {
  sessions: { session_id: string; status: string; end_reason: string | null }[]
  count: number
  next_cursor: string | null
}

const test = base
  .extend(
    'list',
    ({ key }) =>
      (query = {}) =>
        callOk<Page>('GET', '/api/v2/sessions', { key, query }),
  )
  .extend(
    'end',
    ({ key }) =>
      (sessionId: string, json: object = {}) =>
        api.call('POST', `/api/v2/sessions/${sessionId}/end`, { key, json }),
  )
  /** One session in each state, each of its own agent. The expired one has not been closed yet. */
  .extend('oneOfEach', ({ db, key, end }) => async () => {
    const active = await startSession(key)
    const expired = await startSession(key)
    await ageSession(db, expired.session_id, 7)
    const deactivated = await startSession(key)
    await callOk('POST', `/api/v2/agents/${deactivated.agent_id}/deactivate`, { key })
    const revoked = await startSession(key)
    await end(revoked.session_id)
    return { active, expired, deactivated, revoked }
  })

const idsIn = ({ sessions }: Page) => sessions.map(({ session_id }) => session_id)

describe('listing sessions', () => {
  test('returns the latest start first, in pages that contain each session once', async ({ key, list }) => {
    const agent = await createAgent(key)
    const ids: string[] = []
    for (let index = 0; index < 7; index++) ids.push((await startSession(key, agent, { on_active: 'replace' })).session_id)
    const seen: string[] = []
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page: Page = await list({ limit: 3, cursor: cursor ?? '' })
      expect(page.count).toBe(page.sessions.length)
      seen.push(...idsIn(page))
      cursor = page.next_cursor
    }
    expect(seen).toEqual(ids.reverse())
  })

  test('filters by status and end reason, and a session is expired as soon as its expiry has passed', async ({ oneOfEach, list }) => {
    const { active, expired, deactivated, revoked } = await oneOfEach()
    expect(idsIn(await list({ status: 'active' }))).toEqual([active.session_id])
    expect(new Set(idsIn(await list({ status: 'inactive' })))).toEqual(
      new Set([expired.session_id, deactivated.session_id, revoked.session_id]),
    )
    expect(idsIn(await list({ end_reason: 'expired' }))).toEqual([expired.session_id])
    expect(idsIn(await list({ end_reason: 'deactivated' }))).toEqual([deactivated.session_id])
    expect(idsIn(await list({ end_reason: 'revoked' }))).toEqual([revoked.session_id])
    expect(idsIn(await list({ status: 'active', end_reason: 'expired' }))).toEqual([])
    const shown = (await list()).sessions.find(({ session_id }) => session_id === expired.session_id)
    expect(shown).toMatchObject({ status: 'inactive', end_reason: 'expired' })
  })

  test('filters by the exact agent id and by start time', async ({ oneOfEach, list }) => {
    const { active, expired } = await oneOfEach()
    expect(idsIn(await list({ agent_id: active.agent_id }))).toEqual([active.session_id])
    expect(idsIn(await list({ agent_id: active.agent_id.toUpperCase() }))).toEqual([])
    const anHourAgo = new Date(Date.now() - 3_600_000).toISOString()
    expect(idsIn(await list({ to: anHourAgo }))).toEqual([expired.session_id])
    expect(idsIn(await list({ from: anHourAgo }))).not.toContain(expired.session_id)
  })

  test.for<Record<string, string | number>>([
    { limit: 0 },
    { limit: 101 },
    { status: 'ended' },
    { end_reason: 'bored' },
    { from: 'yesterday' },
    { cursor: 'x' },
  ])('refuses %j', async (query, { key }) => {
    expect(statusAndCode(await api.call('GET', '/api/v2/sessions', { key, query }))).toBe('422 invalid_request')
  })

  test('keeps sessions that have ended', async ({ key, list }) => {
    const { agent_id } = await startSession(key)
    for (const _ of [1, 2, 3]) {
      await callOk('POST', `/api/v2/agents/${agent_id}/deactivate`, { key })
      await startSession(key, agent_id)
    }
    expect(await list({ agent_id })).toMatchObject({ count: 4 })
    expect(await callOk('GET', `/api/v2/agents/${agent_id}`, { key })).toMatchObject({ session_count: 4 })
  })
})

describe('one session', () => {
  test('while it is active: its current state and its events, oldest first', async ({ key }) => {
    const session = await startSession(key)
    await storeMemory(session)
    await callOk('POST', `/api/v2/agents/${session.agent_id}/recall`, { token: session.session_token, json: { query: 'secret words' } })
    const detail = await callOk<{ events: Body[] }>('GET', `/api/v2/sessions/${session.session_id}`, { key })
    expect(detail).toMatchObject({ status: 'active', memories_stored: 1, end_reason: null })
    expect(detail.events.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['activated', 0],
      ['remembered', 1],
      ['recalled', expect.any(Number)],
    ])
    expect(detail.events[0]).toMatchObject({ by: { kind: 'key', id: keyIdOf(key), name: 'test key' } })
    expect(JSON.stringify(detail)).not.toContain('secret words')
  })

  test('after it ended: its summary', async ({ key }) => {
    const session = await startSession(key)
    const summary = await callOk<Body>('POST', `/api/v2/agents/${session.agent_id}/deactivate`, { key })
    const { events, ...detail } = await callOk<Body>('GET', `/api/v2/sessions/${session.session_id}`, { key })
    expect(detail).toEqual(summary)
    expect((events as Body[]).map(({ kind }) => kind)).toEqual(['activated', 'ended'])
  })

  test('that does not exist is a 404', async ({ key }) => {
    for (const id of ['sess_none', 'x', "'", '%25', 'sess_0mhyw2kq3Vb81mPq9sXw2LtRa'])
      expect(statusAndCode(await api.call('GET', `/api/v2/sessions/${id}`, { key }))).toBe('404 session_not_found')
  })
})

describe('ending a session from outside', () => {
  test('returns its summary, as revoked, with the given reason', async ({ db, key, end }) => {
    const session = await startSession(key)
    const { status, body } = await end(session.session_id, { reason: 'went astray' })
    expect([status, body.end_reason, body.ended_by]).toEqual([200, 'revoked', { kind: 'key', id: keyIdOf(key), name: 'test key' }])
    const row = await db.selectFrom('sessions').select('end_note').where('id', '=', session.session_id).executeTakeFirstOrThrow()
    expect(row.end_note).toBe('went astray')
    expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { token: session.session_token }))).toBe('401 session_ended')
  })

  test('that has already ended returns its summary again, and changes nothing', async ({ key, end }) => {
    const session = await startSession(key)
    const summary = await callOk('POST', `/api/v2/agents/${session.agent_id}/deactivate`, { key })
    expect((await end(session.session_id, { reason: 'again' })).body).toEqual(summary)
  })

  test('that has expired closes it as expired', async ({ db, key, end }) => {
    const session = await startSession(key)
    await ageSession(db, session.session_id, 8)
    expect((await end(session.session_id)).body).toMatchObject({ end_reason: 'expired', duration: '6h 0m', ended_by: { kind: 'system' } })
  })

  test('is recorded in the audit log', async ({ db, key, end }) => {
    const session = await startSession(key)
    await end(session.session_id, { reason: 'went astray' })
    const row = await db.selectFrom('audit_log').selectAll().where('target_id', '=', session.session_id).executeTakeFirstOrThrow()
    expect(row).toMatchObject({ action: 'session.ended', by_id: keyIdOf(key), after: { end_reason: 'revoked', note: 'went astray' } })
  })
})
