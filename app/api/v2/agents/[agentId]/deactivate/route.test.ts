import { describe, expect } from 'vitest'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../../../../../test/calls'
import { ageSession } from '../../../../../../test/clock'
import { test as base } from '../../../../../../test/fixtures'
import { keyIdOf } from '../../../../../../test/teams'

type Body = Record<string, unknown>

const test = base
  .extend(
    'detailOf',
    ({ key }) =>
      (sessionId: string) =>
        callOk<Body>('GET', `/api/v2/sessions/${sessionId}`, { key }),
  )
  /** A session in which two memories were stored and one recall found both. */
  .extend('startUsedSession', ({ key }) => async () => {
    const session = await startSession(key)
    await storeMemory(session, 'Ada likes tea.')
    await storeMemory(session, 'Ada likes cake.')
    await callOk('POST', `/api/v2/agents/${session.agent_id}/recall`, { token: session.session_token, json: { query: 'Ada likes' } })
    return session
  })

const deactivate = (agent: string, credentials: { key?: string; token?: string }) =>
  api.call('POST', `/api/v2/agents/${agent}/deactivate`, credentials)

describe('deactivating', () => {
  test('returns the summary of the session', async ({ db, key, startUsedSession }) => {
    const session = await startUsedSession()
    await ageSession(db, session.session_id, 2.25)
    const { status, body } = await deactivate(session.agent_id, { key })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      session_id: session.session_id,
      agent_id: session.agent_id,
      status: 'inactive',
      end_reason: 'deactivated',
      opened_by: session.opened_by,
      ended_by: { kind: 'key', id: keyIdOf(key), name: 'test key' },
      duration: '2h 15m',
      duration_hours: 2.25,
      memories_stored: 2,
      memories_created: 2,
      memories_retrieved: 2,
      recalls: 1,
    })
    expect(Date.parse(String(body.last_used_at))).toBeGreaterThanOrEqual(Date.parse(String(body.first_used_at)))
  })

  test('an unused session returns counts of zero', async ({ key }) => {
    const { agent_id } = await startSession(key)
    expect((await deactivate(agent_id, { key })).body).toMatchObject({
      memories_stored: 0,
      memories_retrieved: 0,
      recalls: 0,
      first_used_at: null,
      last_used_at: null,
    })
  })

  test('with its own token is recorded as done by the agent', async ({ key }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const { headers, body } = await deactivate(agent_id, { token })
    expect(body).toMatchObject({ end_reason: 'deactivated', ended_by: { kind: 'agent', name: agent_id } })
    expect(headers.get('x-session-expires-at')).not.toBeNull()
    expect(statusAndCode(await deactivate(agent_id, { token }))).toBe('401 session_ended')
  })

  test('twice, or without a session, or without an agent, is a 404', async ({ key }) => {
    const { agent_id } = await startSession(key)
    await deactivate(agent_id, { key })
    expect(statusAndCode(await deactivate(agent_id, { key }))).toBe('404 no_active_session')
    expect(statusAndCode(await deactivate(await createAgent(key), { key }))).toBe('404 no_active_session')
    expect(statusAndCode(await deactivate('never-was', { key }))).toBe('404 agent_not_found')
  })

  test('keeps the memories, the history and the counts of the agent', async ({ key, startUsedSession }) => {
    const { agent_id } = await startUsedSession()
    await deactivate(agent_id, { key })
    expect(await callOk('GET', `/api/v2/agents/${agent_id}`, { key })).toMatchObject({
      status: 'inactive',
      memory_count: 2,
      session_count: 1,
      current_session: null,
    })
    const again = await startSession(key, agent_id)
    const recalled = await callOk('POST', `/api/v2/agents/${agent_id}/recall`, { token: again.session_token, json: { query: 'tea' } })
    expect(recalled).toMatchObject({ session_id: again.session_id, memories: [{ content: 'Ada likes tea.' }, {}] })
  })
})

describe('an expired session', () => {
  test('is closed as expired, at its expiry, by the system', async ({ db, key, startUsedSession }) => {
    const { agent_id, session_id } = await startUsedSession()
    await ageSession(db, session_id, 9)
    const { body } = await deactivate(agent_id, { key })
    expect(body).toMatchObject({ end_reason: 'expired', ended_by: { kind: 'system' }, duration: '6h 0m', duration_seconds: 21_600 })
    expect(Date.parse(String(body.ended_at)) - Date.parse(String(body.started_at))).toBe(6 * 3_600_000)
  })

  test('has the same summary as a deactivated one, except for the end reason', async ({ db, key, startUsedSession }) => {
    const expired = await startUsedSession()
    await ageSession(db, expired.session_id, 6)
    const deactivated = await startUsedSession()
    await ageSession(db, deactivated.session_id, 5.99)
    const [one, other] = [(await deactivate(expired.agent_id, { key })).body, (await deactivate(deactivated.agent_id, { key })).body]
    expect(Object.keys(one)).toEqual(Object.keys(other))
    for (const name of ['status', 'memories_stored', 'memories_created', 'memories_retrieved', 'recalls', 'opened_by'])
      expect(one[name]).toEqual(other[name])
    expect([one.end_reason, other.end_reason]).toEqual(['expired', 'deactivated'])
  })

  test('can be closed with its token and a key, and not with its token alone', async ({ db, key }) => {
    const { agent_id, session_id, session_token: token } = await startSession(key)
    await ageSession(db, session_id, 7)
    expect(statusAndCode(await deactivate(agent_id, { token }))).toBe('401 session_expired')
    expect((await deactivate(agent_id, { token, key })).body).toMatchObject({ end_reason: 'expired' })
  })

  test('has the same numbers however it is closed: by deactivation, by an activation, by its id, or with its agent', async ({
    db,
    key,
    startUsedSession,
    detailOf,
  }) => {
    const closings: Record<string, (session: { agent_id: string; session_id: string }) => Promise<unknown>> = {
      deactivation: ({ agent_id }) => callOk('POST', `/api/v2/agents/${agent_id}/deactivate`, { key }),
      activation: ({ agent_id }) => callOk('POST', `/api/v2/agents/${agent_id}/activate`, { key }),
      ending: ({ session_id }) => callOk('POST', `/api/v2/sessions/${session_id}/end`, { key }),
      deletion: ({ agent_id }) => callOk('DELETE', `/api/v2/agents/${agent_id}`, { key }),
    }
    for (const [name, close] of Object.entries(closings)) {
      const session = await startUsedSession()
      await ageSession(db, session.session_id, 7)
      await close(session)
      const { end_reason, duration_seconds, memories_stored, memories_retrieved, recalls } = await detailOf(session.session_id)
      expect([name, end_reason, duration_seconds, memories_stored, memories_retrieved, recalls]).toEqual([name, 'expired', 21_600, 2, 2, 1])
    }
  })
})
