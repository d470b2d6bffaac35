import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeEach, describe, expect, vi } from 'vitest'
import type { Db } from '../../../db/schema'
import { newKey } from '../../../lib/auth/api-key-format'
import { tokenDigest } from '../../../lib/auth/session-token'
import { formatPeerHeader, PEER_HEADER } from '../../../lib/http/client'
import { forgetCredential } from '../../../lib/limits/known-credentials'
import { rateLimitCounters } from '../../../lib/limits/rate-limits'
import { api, createAgent, startSession, statusAndCode } from '../../../test/calls'
import { test as base } from '../../../test/fixtures'
import { createKey, createTeam, keyIdOf } from '../../../test/teams'

const statements = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => statements.mockRestore())

const test = base.override('env', { RATE_LIMIT_KEY: '4', RATE_LIMIT_TEAM: '6', RATE_LIMIT_FAILED_AUTH: '3', RATE_LIMIT_ANONYMOUS: '2' })

const list = (withKey: string) => api.call('GET', '/api/v2/agents', { key: withKey })

/** The status and code of each of several calls, sent one after another. */
async function inARow(times: number, call: () => ReturnType<typeof list>): Promise<string[]> {
  const answers: string[] = []
  for (let asked = 0; asked < times; asked++) answers.push(statusAndCode(await call()))
  return answers
}

describe('the rate limit of a key', () => {
  test('is in every answer, with the remaining requests', async ({ key }) => {
    const { headers } = await list(key)
    expect(headers.get('ratelimit-policy')).toBe('"key";q=4;w=60, "team";q=6;w=60')
    expect(headers.get('ratelimit')).toMatch(/^"key";r=3;t=\d+, "team";r=5;t=\d+$/)
  })

  test('refuses a request above it with the time to wait, without a query', async ({ key }) => {
    expect(await inARow(4, () => list(key))).toEqual(['200', '200', '200', '200'])
    statements.mockClear()
    const refusal = await list(key)
    expect(statusAndCode(refusal)).toBe('429 rate_limit_exceeded')
    expect(statements).not.toHaveBeenCalled()
    const resetSeconds = /"key";r=0;t=(\d+)/.exec(refusal.headers.get('ratelimit') ?? '')?.[1]
    expect(refusal.headers.get('retry-after')).toBe(resetSeconds)
  })

  test('includes the requests of its session tokens, whatever the header', async ({ key }) => {
    await createAgent(key, 'counted')
    const { session_token: token } = await startSession(key, 'counted')
    expect(await inARow(3, () => api.call('GET', '/api/v2/session/current', { token }))).toEqual(['200', '200', '429 rate_limit_exceeded'])
    expect(statusAndCode(await api.call('GET', '/api/v2/agents', { headers: { 'x-api-key': key } }))).toBe('429 rate_limit_exceeded')
  })

  test('includes calls in ended and expired sessions that may go on', async ({ db, key, teamId }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const deactivate = () => {
      forgetCredential(tokenDigest(token)) // as another process, which has never seen it
      return api.call('POST', `/api/v2/agents/${agent_id}/deactivate`, { token, headers: { 'idempotency-key': 'the-same-each-time' } })
    }
    expect(await inARow(4, deactivate)).toEqual(['200', '200', '200', '429 rate_limit_exceeded'])
    const other = await createKey(db, teamId)
    const expired = await startSession(other)
    await db.updateTable('sessions').set({ expires_at: sql`memanto_now()` }).where('id', '=', expired.session_id).execute()
    const extended = await api.call('POST', '/api/v2/session/extend', { token: expired.session_token, key: other, json: { hours: 1 } })
    expect([extended.status, extended.headers.get('ratelimit')]).toEqual([200, expect.stringMatching(/^"key";r=2;t=\d+, "team";r=0;t=/)])
  })

  test('a refused request does not use up the limit of its team', async ({ db, key, teamId }) => {
    await inARow(5, () => list(key))
    const other = await createKey(db, teamId)
    expect(await inARow(3, () => list(other))).toEqual(['200', '200', '429 rate_limit_exceeded'])
  })

  test('is the one stored for the key, if there is one; 0 means no limit', async ({ db, key }) => {
    const change = (perMinute: number) =>
      db.updateTable('api_keys').set({ requests_per_minute: perMinute }).where('id', '=', keyIdOf(key)).execute()
    await change(1)
    expect(await inARow(2, () => list(key))).toEqual(['200', '429 rate_limit_exceeded'])
    const free = await createKey(db, await createTeam(db))
    await db.updateTable('api_keys').set({ requests_per_minute: 0 }).where('id', '=', keyIdOf(free)).execute()
    const { headers } = await list(free)
    expect(headers.get('ratelimit-policy')).toBe('"team";q=6;w=60')
  })

  test('applies after the next call in a session when it was changed', async ({ db, key }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const remember = () => api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'Ada' } })
    await db.updateTable('api_keys').set({ requests_per_minute: 3 }).where('id', '=', keyIdOf(key)).execute()
    expect((await remember()).headers.get('ratelimit-policy')).toContain('"key";q=4')
    expect((await remember()).headers.get('ratelimit-policy')).toContain('"key";q=3')
    expect(statusAndCode(await remember())).toBe('429 rate_limit_exceeded')
  })
})

describe('the rate limit of failed authentications', () => {
  beforeEach(() => {
    rateLimitCounters().names.clear()
  })

  test('after three unknown keys, refuses an address without a query, but not known keys', async ({ key }) => {
    await list(key)
    const strangers = Array.from({ length: 4 }, () => newKey().key)
    const answers = [...strangers.slice(0, 3), 'nonsense', strangers[3] ?? '']
    const outcomes = await inARow(answers.length, () => list(answers.shift() ?? ''))
    expect(outcomes).toEqual([...Array(3).fill('401 invalid_api_key'), '429 rate_limit_exceeded', '429 rate_limit_exceeded'])
    statements.mockClear()
    expect(statusAndCode(await list(newKey().key))).toBe('429 rate_limit_exceeded')
    expect(statements).not.toHaveBeenCalled()
    expect(statusAndCode(await list(key))).toBe('200')
  })

  test('counts an ended token by itself: other tokens at the same address are served', async ({ db, key }) => {
    const { agent_id, session_token: token } = await startSession(key)
    expect(statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/deactivate`, { token }))).toBe('200')
    const current = () => api.call('GET', '/api/v2/session/current', { token })
    expect(await inARow(3, current)).toEqual(Array(3).fill('401 session_ended'))
    statements.mockClear()
    expect(statusAndCode(await current())).toBe('429 rate_limit_exceeded')
    expect(statements).not.toHaveBeenCalled()
    expect(statusAndCode(await list(await createKey(db, await createTeam(db))))).toBe('200')
  })

  const [inside, outside, elsewhere] = ['192.0.2.9', '198.51.100.1', '198.51.100.2']
  const keepInside = (db: Db, key: string) =>
    sql`update api_keys set allowed_networks = '{192.0.2.0/24}' where id = ${keyIdOf(key)}`.execute(db)
  const callFrom = (address: string, path: string, credential: { key: string } | { token: string }) =>
    api.call('GET', path, { ...credential, headers: { [PEER_HEADER]: formatPeerHeader(address, address, false) } })

  test('counts a key outside its networks at that address: it is served inside them', async ({ db, key }) => {
    await keepInside(db, key)
    const listFrom = (address: string) => callFrom(address, '/api/v2/agents', { key })
    expect(await inARow(3, () => listFrom(outside))).toEqual(Array(3).fill('403 address_not_allowed'))
    statements.mockClear()
    expect(statusAndCode(await listFrom(outside))).toBe('429 rate_limit_exceeded')
    expect(statements).not.toHaveBeenCalled()
    expect(statusAndCode(await listFrom(elsewhere))).toBe('403 address_not_allowed')
    expect(statusAndCode(await listFrom(inside))).toBe('200')
  })

  test.for(['key', 'token'] as const)(
    'counts a %s in use outside its networks in the same way, and not for its owner',
    async (kind, { db, key }) => {
      const { session_token: token } = await startSession(key)
      rateLimitCounters().names.clear()
      await keepInside(db, key)
      const credential = kind === 'key' ? { key } : { token }
      const callAt = (address: string) => callFrom(address, kind === 'key' ? '/api/v2/agents' : '/api/v2/session/current', credential)
      expect(statusAndCode(await callAt(inside))).toBe('200')
      expect(await inARow(3, () => callAt(outside))).toEqual(Array(3).fill('403 address_not_allowed'))
      statements.mockClear()
      expect(statusAndCode(await callAt(outside))).toBe('429 rate_limit_exceeded')
      expect(statements).not.toHaveBeenCalled()
      expect(statusAndCode(await callAt(elsewhere))).toBe('403 address_not_allowed')
      expect(await inARow(4, () => callAt(inside))).toEqual([...Array(3).fill('200'), '429 rate_limit_exceeded'])
    },
  )
})

test('an address can request the OpenAPI document only a limited number of times a minute', async () => {
  const read = () => api.call('GET', '/api/v2/openapi.json')
  expect(await inARow(3, read)).toEqual(['200', '200', '429 rate_limit_exceeded'])
})
