import type { UpdateObject } from 'kysely'
import { describe, expect } from 'vitest'
import type { Schema } from '../../db/schema'
import { api, callOk, createAgent, startSession, statusAndCode, uniqueName } from '../../test/calls'
import { ageSession } from '../../test/clock'
import { testInOneTeam } from '../../test/fixtures'
import { countRoundTrips } from '../../test/statements'
import { createKey, keyIdOf } from '../../test/teams'

interface Detail {
  events: { kind: string; at: string; by: { id: string } }[]
}

const counted = countRoundTrips()

const join = (agentName: string, key: string, json: object = {}) =>
  api.call<{ session_id: string; reused: boolean; code: string }>('POST', `/api/v2/agents/${agentName}/activate`, { key, json })

const test = testInOneTeam
  /** The kinds of events of a session, oldest first. */
  .extend('eventsOf', ({ key }) => async (sessionId: string) => {
    const { events } = await callOk<Detail>('GET', `/api/v2/sessions/${sessionId}`, { key })
    return events.map(({ kind }) => kind)
  })
  /** A key that joined the session of an agent. */
  .extend('joined', ({ db, key, teamId }) => async () => {
    const agentName = await createAgent(key)
    const { session_id: sessionId } = await startSession(key, agentName)
    const ownKey = await createKey(db, teamId)
    for (let round = 0; round < 2; round++)
      expect((await join(agentName, ownKey)).body).toMatchObject({ session_id: sessionId, reused: true })
    const change = (changes: UpdateObject<Schema, 'api_keys'>) =>
      db.updateTable('api_keys').set(changes).where('id', '=', keyIdOf(ownKey)).execute()
    return { agentName, sessionId, ownKey, change }
  })

describe('a session that was joined before', () => {
  test('is joined again in one round trip, and the timeline has the event', async ({ joined, eventsOf, key }) => {
    const { agentName, sessionId, ownKey } = await joined()
    counted.count = 0
    const { status, body } = await join(agentName, ownKey)
    expect(counted.count).toBe(1)
    expect(status).toBe(200)
    expect(body).toMatchObject({ session_id: sessionId, reused: true, agent_id: agentName, pattern: 'support' })
    expect(await eventsOf(sessionId)).toEqual(['activated', 'joined', 'joined', 'joined'])
    const { events } = await callOk<Detail>('GET', `/api/v2/sessions/${sessionId}`, { key })
    expect(events.at(-1)?.by.id).toBe(keyIdOf(ownKey))
  })

  test('is joined with a token that works', async ({ joined }) => {
    const { agentName, ownKey } = await joined()
    const { session_token } = await callOk<{ session_token: string }>('POST', `/api/v2/agents/${agentName}/activate`, { key: ownKey })
    expect(await callOk('GET', '/api/v2/session/current', { token: session_token })).toMatchObject({ agent_id: agentName })
  })

  test.for([
    ['was revoked', { revoked_at: new Date() }, '401 api_key_revoked'],
    ['has expired', { expires_at: new Date(0) }, '401 api_key_expired'],
    ['has another secret', { secret_hash: Buffer.alloc(32) }, '401 invalid_api_key'],
    ['lost the scope', { scopes: ['memories:read'] }, '403 insufficient_scope'],
    ['is limited to no agent', { limited: true }, '404 agent_not_found'],
    ['works only elsewhere', { allowed_networks: ['192.0.2.0/24'] }, '403 address_not_allowed'],
  ] as const)('is not joined by a key that %s', async ([_why, changes, refusal], { joined, eventsOf }) => {
    const { agentName, sessionId, ownKey, change } = await joined()
    await change(changes as UpdateObject<Schema, 'api_keys'>)
    expect(statusAndCode(await join(agentName, ownKey))).toBe(refusal)
    expect(await eventsOf(sessionId)).toEqual(['activated', 'joined', 'joined'])
  })

  test('is joined by a key whose other scopes changed', async ({ joined, eventsOf }) => {
    const { agentName, sessionId, ownKey, change } = await joined()
    await change({ scopes: ['memories:read', 'sessions:write'] })
    expect((await join(agentName, ownKey)).body).toMatchObject({ reused: true })
    expect(await eventsOf(sessionId)).toEqual(['activated', 'joined', 'joined', 'joined'])
  })

  test('is extended when little is left, and never shortened', async ({ db, joined, eventsOf }) => {
    const { agentName, sessionId, ownKey } = await joined()
    const { expires_at } = (await join(agentName, ownKey, { duration_hours: 1 })).body as unknown as { expires_at: string }
    expect(new Date(expires_at).getTime() - Date.now()).toBeGreaterThan(5 * 3_600_000)
    await ageSession(db, sessionId, 5.9)
    const { body } = await join(agentName, ownKey)
    expect(body).toMatchObject({ reused: true, session_id: sessionId })
    expect(new Date((body as unknown as { expires_at: string }).expires_at).getTime() - Date.now()).toBeGreaterThan(5 * 3_600_000)
    expect((await eventsOf(sessionId)).filter((kind) => kind === 'joined')).toHaveLength(4)
  })

  test('is not joined after it expired or was ended by another process', async ({ db, joined }) => {
    const expired = await joined()
    await ageSession(db, expired.sessionId, 7)
    const opened = await join(expired.agentName, expired.ownKey)
    expect(opened.body).toMatchObject({ reused: false })
    const ended = await joined()
    await db.updateTable('sessions').set({ ended_at: new Date(), end_reason: 'revoked' }).where('id', '=', ended.sessionId).execute()
    expect((await join(ended.agentName, ended.ownKey)).body).toMatchObject({ reused: false })
  })

  test('is not joined where the caller wants another one, or none', async ({ joined, key, eventsOf }) => {
    const { agentName, sessionId, ownKey } = await joined()
    expect(statusAndCode(await join(agentName, ownKey, { on_active: 'reject' }))).toBe('409 session_already_active')
    expect((await join(agentName, ownKey, { on_active: 'replace' })).body).toMatchObject({ reused: false })
    await callOk('DELETE', `/api/v2/agents/${agentName}`, { key })
    expect(statusAndCode(await join(agentName, ownKey))).toBe('404 agent_not_found')
    expect((await eventsOf(sessionId)).filter((kind) => kind === 'joined')).toHaveLength(2)
  })

  test('is joined once per Idempotency-Key', async ({ joined, eventsOf }) => {
    const { agentName, sessionId, ownKey } = await joined()
    const once = { key: ownKey, headers: { 'idempotency-key': uniqueName('once') } }
    for (let round = 0; round < 2; round++) await callOk('POST', `/api/v2/agents/${agentName}/activate`, once)
    expect((await eventsOf(sessionId)).filter((kind) => kind === 'joined')).toHaveLength(3)
  })

  test('has no caller that joined it after it ended, when both happen at once', async ({ db, joined }) => {
    for (let round = 0; round < 15; round++) {
      const { agentName, sessionId, ownKey } = await joined()
      const deactivate = api.call('POST', `/api/v2/agents/${agentName}/deactivate`, { key: ownKey })
      const [ended, ...answers] = await Promise.all([deactivate, ...Array.from({ length: 8 }, () => join(agentName, ownKey))])
      expect(ended.status).toBe(200)
      const joins = answers.filter(({ body }) => body.session_id === sessionId)
      const events = await db.selectFrom('session_events').select(['kind', 'at']).where('session_id', '=', sessionId).execute()
      const endedAt = events.find(({ kind }) => kind === 'ended')?.at ?? new Date(0)
      const joinedAt = events.filter(({ kind }) => kind === 'joined').map(({ at }) => at)
      expect(joinedAt).toHaveLength(2 + joins.length)
      expect(joinedAt.filter((at) => at > endedAt)).toEqual([])
    }
  })
})
