import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { describe, expect, vi } from 'vitest'
import type { Db } from '../../../db/schema'
import { issueKey } from '../../../lib/api-keys/issue'
import { revokeKey } from '../../../lib/api-keys/revoke'
import { rotateKey } from '../../../lib/api-keys/rotate'
import { requireCapability } from '../../../lib/auth/viewer'
import { metrics } from '../../../lib/metrics'
import { api, callOk, startSession, uniqueName } from '../../../test/calls'
import { testInOneTeam as base } from '../../../test/fixtures'
import { createKey, createViewer, keyIdOf, TEST_CONTEXT } from '../../../test/teams'

const lines = vi.hoisted(() => [] as string[])

// The log of the product, with its own settings, written where we can read it.
vi.mock('pino', async (original) => {
  const { default: pino, ...others } = await original<typeof import('pino')>()
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  return { ...others, default: Object.assign((options: object) => pino(options, sink), pino) }
})

/** Text of a memory. Only the responses to calls that store or read the memory may contain it. */
const CONTENT = 'xyzzycontent'
const QUERY = 'xyzzyquery'
const IN_URL = 'xyzzyurl'

const secrets: string[] = []
const bodies: string[] = []

/** The parts of a key that must never appear: the whole key, its secret, its checksum and its end. */
function secretsOf(key: string): string[] {
  return [key, key.slice(19, 62), key.slice(19)]
}

const test = base.override('env', { LOG_LEVEL: 'trace' })

test.beforeAll(async ({ db, teamId }) => {
  await useEverything(db, teamId)
})

/** Makes every kind of call, valid and invalid, with secrets wherever a caller might put them. */
async function useEverything(db: Db, teamId: string): Promise<void> {
  const owner = requireCapability(await createViewer(db, teamId), 'keys:manage')
  const key = await createKey(db, teamId)
  const input = { name: 'runtime', scopes: ['sessions:write' as const], agentNames: null, expiresAt: null }
  const { row, key: issued } = await issueKey(owner, input, TEST_CONTEXT)
  const { key: rotated } = await rotateKey(owner, { id: row.id, overlap: '1 h' }, TEST_CONTEXT)
  const session = await startSession(key)
  const { agent_id, session_token: token } = session
  secrets.push(...[key, issued, rotated].flatMap(secretsOf), token, token.split('.')[2] ?? token)
  for (const { good, path, sent } of calls(agent_id)) {
    expect([path, await call('POST', path, { ...sent, token })]).toEqual([path, good])
    await call('POST', path, { ...sent, token: `${token}x` })
    await call('POST', path, { ...sent, key: token, token: key })
    await call('POST', path, { ...sent, key: issued.slice(0, -1), token })
    await call('POST', path, { ...sent, query: { api_key: key, session_token: token, search: IN_URL } })
  }
  await call('GET', `/api/v2/agents/${key}`, { key, query: { q: IN_URL } })
  await call('GET', `/api/v2/agents/${token}/status`, { key })
  await call('GET', '/api/v2/agents', { headers: { authorization: `Bearer ${key}`, 'x-api-key': issued } })
  await call('GET', '/api/v2/agents', { headers: { authorization: `Basic ${key}` } })
  await call('POST', '/api/v2/agents', { key, body: `{"agent_id": "${key}", "description": ${token}` })
  await revokeKey(owner, { id: keyIdOf(issued), reason: 'leaked' }, TEST_CONTEXT)
  await call('GET', '/api/v2/agents', { key: rotated })
}

async function call(method: string, path: string, sent: Parameters<typeof api.call>[2] = {}): Promise<number> {
  const { status, body, headers } = await api.call(method, path, {
    ...sent,
    headers: { 'idempotency-key': uniqueName('retry'), ...sent.headers },
  })
  if (status >= 400) bodies.push(JSON.stringify([body, [...headers]]))
  return status
}

const calls = (agent: string) => [
  { good: 200, path: `/api/v2/agents/${agent}/remember`, sent: { json: { content: CONTENT } } },
  { good: 200, path: `/api/v2/agents/${agent}/remember`, sent: { query: { content: CONTENT } } },
  {
    good: 200,
    path: `/api/v2/agents/${agent}/batch-remember`,
    sent: { json: { memories: [{ content: CONTENT }, { content: CONTENT, type: CONTENT }] } },
  },
  { good: 200, path: `/api/v2/agents/${agent}/recall`, sent: { json: { query: QUERY } } },
  { good: 200, path: `/api/v2/agents/${agent}/recall`, sent: { query: { query: QUERY } } },
  { good: 422, path: `/api/v2/agents/${agent}/recall`, sent: { query: { query: QUERY, limit: QUERY, type: QUERY, as_of: QUERY } } },
  { good: 200, path: '/api/v2/session/extend', sent: { json: { hours: 1 } } },
  { good: 422, path: '/api/v2/session/extend', sent: { json: { hours: QUERY } } },
]

describe('no secret appears', () => {
  const hides = (text: string) => {
    for (const secret of [...secrets, IN_URL, QUERY, CONTENT]) expect(text.includes(secret), `${secret.slice(0, 12)}…`).toBe(false)
  }

  test('in the log, which names each call by its route', ({ teamId }) => {
    expect(lines.length).toBeGreaterThan(40)
    hides(lines.join(''))
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    for (const { route, status, requestId, ms } of entries)
      expect([typeof route, typeof status, typeof requestId, typeof ms]).toEqual(['string', 'number', 'string', 'number'])
    expect(entries).toContainEqual(
      expect.objectContaining({
        route: '/api/v2/agents/[agentId]/recall',
        method: 'POST',
        status: 200,
        teamId,
        keyId: expect.any(String),
        agentId: expect.any(String),
      }),
    )
  })

  test('in the metrics', async () => hides(await metrics().metrics()))

  test('in an error answer or its headers', () => {
    expect(bodies.length).toBeGreaterThan(20)
    hides(bodies.join(''))
  })

  test.for(['audit_log', 'session_events'] as const)('in %s', async (table, { db }) => {
    const rows = await db.selectFrom(table).selectAll().execute()
    expect(rows.length).toBeGreaterThan(3)
    hides(JSON.stringify(rows))
  })

  test('in the idempotency records: no key, no token', async ({ db }) => {
    const rows = await db.selectFrom('idempotency_records').selectAll().execute()
    expect(rows.length).toBeGreaterThan(3)
    for (const secret of [...secrets, QUERY, IN_URL]) expect(JSON.stringify(rows).includes(secret)).toBe(false)
  })

  test('in the database: it has only the hash of a key, and nothing of a token', async ({ db }) => {
    const { rows } = await sql<{
      dump: string
    }>`select string_agg(k::text, '') || (select string_agg(s::text, '') from sessions s) as dump from api_keys k`.execute(db)
    for (const secret of secrets) expect(rows[0]?.dump.includes(secret)).toBe(false)
  })
})

describe('a server error', () => {
  let key: string
  let session: Awaited<ReturnType<typeof startSession>>
  test.beforeAll(async ({ db, teamId }) => {
    key = await createKey(db, teamId)
    session = await startSession(key)
    lines.length = 0
    await sql`alter table memories add constraint no_secrets check (content not like '%xyzzy%') not valid`.execute(db)
    await sql`alter table agents rename column description to described`.execute(db)
  })
  test.afterAll(async ({ db }) => {
    await sql`alter table agents rename column described to description`.execute(db)
    await sql`alter table memories drop constraint no_secrets`.execute(db)
  })

  test('reveals nothing but its request id, under which the log has the cause', async () => {
    const { agent_id, session_token: token } = session
    const failing = [
      await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: CONTENT } }),
      await api.call('POST', '/api/v2/agents', { key, json: { agent_id: uniqueName(), description: CONTENT } }),
      await api.call('GET', '/api/v2/agents', { key, query: { q: QUERY } }),
    ]
    for (const { status, headers, body } of failing) {
      expect(status).toBe(500)
      expect(Object.keys(body).sort()).toEqual(['code', 'detail', 'request_id', 'status', 'title', 'type'])
      expect(JSON.stringify(body)).not.toMatch(/column|constraint|relation|memories|select|postgres|\/lib\/|node_modules|xyzzy/i)
      expect(body.request_id).toBe(headers.get('x-request-id'))
      expect(lines.some((line) => line.includes(String(body.request_id)) && line.includes('cause'))).toBe(true)
    }
    expect(lines.join('')).not.toMatch(/xyzzy|eyJ|mk_live/)
  })
})

test('every answer has a request id of its own', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () => (await api.call('GET', '/api/v2/agents')).headers.get('x-request-id')),
  )
  expect(new Set(ids).size).toBe(20)
  await expect(callOk('GET', '/api/v2/openapi.json')).resolves.toBeDefined()
})
