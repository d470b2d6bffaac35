import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../../../test/calls'
import { ageSession, moveClock } from '../../../../test/clock'
import { test as base } from '../../../../test/fixtures'
import { fillAgent } from '../../../../test/recall/fill-agent'

/** As many as db/memories removes with one statement. */
const REMOVED_AT_ONCE = 5_000

type Body = Record<string, unknown>
interface Page {
  agents: { agent_id: string }[]
  count: number
  total: number
  next_cursor: string | null
}

const test = base
  .extend(
    'create',
    ({ key }) =>
      (json: object) =>
        api.call('POST', '/api/v2/agents', { key, json }),
  )
  .extend(
    'list',
    ({ key }) =>
      (query = {}) =>
        callOk<Page>('GET', '/api/v2/agents', { key, query }),
  )

const namesIn = ({ agents }: Page) => agents.map(({ agent_id }) => agent_id)

describe('creating an agent', () => {
  test('returns the whole agent', async ({ create }) => {
    const { status, body } = await create({ agent_id: 'customer-support' })
    expect(status).toBe(201)
    expect(body).toEqual({
      agent_id: 'customer-support',
      namespace: 'memanto_agent_customer-support',
      pattern: 'support',
      description: '',
      metadata: {},
      status: 'inactive',
      created_at: expect.any(String),
      updated_at: body.created_at,
      last_session: null,
      session_count: 0,
      memory_count: 0,
      legal_hold: false,
      current_session: null,
    })
  })

  test('was created and last changed at the same time, even where each reading of the clock gives another time', async ({ db, create }) => {
    await sql`create sequence readings`.execute(db)
    await sql`create or replace function memanto_now() returns timestamptz language sql volatile parallel safe
      as $$ select timestamptz '2026-01-01' + nextval('readings') * interval '1 second' $$`.execute(db)
    await create({ agent_id: 'new' })
    await moveClock(db, 0)
    const agents = db.selectFrom('agents').select(sql<boolean>`created_at = updated_at`.as('is_unchanged'))
    expect(await agents.where('name', '=', 'new').execute()).toEqual([{ is_unchanged: true }])
  })

  test('takes pattern, description and metadata, from JSON and from the query', async ({ key, create }) => {
    const wanted = { pattern: 'project', description: 'Plans trips', metadata: { owner: 'Ada', level: 3, nested: { list: [1, null] } } }
    expect((await create({ agent_id: 'a', ...wanted })).body).toMatchObject(wanted)
    const query = { agent_id: 'b', ...wanted, metadata: JSON.stringify(wanted.metadata) }
    expect(await callOk('POST', '/api/v2/agents', { key, query })).toMatchObject(wanted)
  })

  test('a name that differs only in case is taken, one with another character is free, and the name of a deleted agent is free again', async ({
    key,
    create,
  }) => {
    await createAgent(key, 'Support-Bot')
    const refused = await create({ agent_id: 'support-BOT' })
    expect(statusAndCode(refused)).toBe('409 agent_exists')
    expect(refused.body.detail).toBe('“support-BOT” differs only in case from “Support-Bot”, which already exists.')
    expect((await create({ agent_id: 'Support-Bot' })).body.detail).toBe('“Support-Bot” already exists.')
    for (const other of ['Support_Bot', 'SupportBot', 'Support-Bot-']) expect(statusAndCode(await create({ agent_id: other }))).toBe('201')
    expect(statusAndCode(await api.call('GET', '/api/v2/agents/support-bot', { key }))).toBe('404 agent_not_found')
    await callOk('DELETE', '/api/v2/agents/Support-Bot', { key })
    expect(statusAndCode(await create({ agent_id: 'support-bot' }))).toBe('201')
  })

  test.for([
    '',
    ' ',
    'a b',
    'a\n',
    '\na',
    'a\0',
    'a/b',
    '../a',
    '.',
    'ünïcode',
    'аgent',
    'a\u200b',
    'Ｋ',
    'a'.repeat(65),
    'x'.repeat(10_000),
    7,
    null,
    ['a'],
    {},
  ])('an invalid name is refused (%#)', async (agent_id, { create }) => {
    const { status, body } = await create({ agent_id })
    expect([status, body.errors]).toEqual([422, [expect.objectContaining({ field: 'agent_id' })]])
  })

  test.for([
    ['pattern', 'boss'],
    ['description', 'x'.repeat(2001)],
    ['description', 'nul\0'],
    ['description', 'half \ud800'],
    ['metadata', 'text'],
    ['metadata', [1]],
    ['metadata', { big: 'x'.repeat(5000) }],
    ['metadata', { nul: '\0' }],
    ['metadata', { '\0': 1 }],
    ['metadata', { half: '\udfff' }],
  ] as const)('an agent whose %s does not fit is refused (%#)', async ([field, value], { create }) => {
    const { status, body } = await create({ agent_id: 'a', [field]: value })
    expect([status, body.errors]).toEqual([422, [expect.objectContaining({ field })]])
  })

  test('markup in a text is kept as it is', async ({ key, create }) => {
    const description = '<script>alert(1)</script> \u202e &amp; \\u0000 \'"`'
    expect((await create({ agent_id: 'a', description, metadata: { html: description } })).body).toMatchObject({
      description,
      metadata: { html: description },
    })
    expect(await callOk('GET', '/api/v2/agents/a', { key })).toMatchObject({ description })
  })
})

describe('listing agents', () => {
  test('returns the newest first, in pages that contain each agent once, with the total number', async ({ key, list }) => {
    const names = []
    for (let index = 0; index < 7; index++) names.push(await createAgent(key))
    const seen: string[] = []
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page: Page = await list({ limit: 3, cursor: cursor ?? '' })
      expect([page.count, page.total]).toEqual([page.agents.length, 7])
      seen.push(...namesIn(page))
      cursor = page.next_cursor
    }
    expect(seen).toEqual(names.reverse())
  })

  test('leaves out no agent on any page, even if all were created at the same moment', async ({ db, teamId, key, list }) => {
    for (let index = 0; index < 5; index++) await createAgent(key)
    await db.updateTable('agents').set({ created_at: new Date() }).where('team_id', '=', teamId).execute()
    const first = await list({ limit: 2 })
    const second = await list({ limit: 100, cursor: first.next_cursor })
    expect(new Set([...namesIn(first), ...namesIn(second)]).size).toBe(5)
  })

  test('finds a part of the id or the description, and takes wildcard characters literally', async ({ create, list }) => {
    await create({ agent_id: 'billing_bot', description: 'counts 100% of it' })
    await create({ agent_id: 'billingxbot', description: 'other' })
    expect(namesIn(await list({ q: 'billing_' }))).toEqual(['billing_bot'])
    expect(namesIn(await list({ q: '100%' }))).toEqual(['billing_bot'])
    expect(namesIn(await list({ q: 'BILLING' }))).toHaveLength(2)
    for (const q of ['%', '_', '\\', "'", '"; drop table agents']) expect(namesIn(await list({ q })).length).toBeLessThanOrEqual(1)
  })

  test('filters by the current status', async ({ db, key, list }) => {
    const active = await startSession(key)
    const expired = await startSession(key)
    await ageSession(db, expired.session_id, 6)
    const idle = await createAgent(key)
    expect(namesIn(await list({ status: 'active' }))).toEqual([active.agent_id])
    expect(namesIn(await list({ status: 'inactive' }))).toEqual([idle, expired.agent_id])
    expect(await list({ status: 'active' })).toMatchObject({
      total: 1,
      agents: [{ status: 'active', current_session: { session_id: active.session_id } }],
    })
  })

  test.for<Record<string, string | number>>([
    { limit: 0 },
    { limit: -1 },
    { limit: 101 },
    { limit: '1e9' },
    { limit: 'ten' },
    { status: 'asleep' },
    { cursor: 'made-up' },
    { q: 'nul\0' },
  ])('refuses %j', async (query, { key }) => {
    expect(statusAndCode(await api.call('GET', '/api/v2/agents', { key, query }))).toBe('422 invalid_request')
  })
})

describe('changing an agent', () => {
  test('changes the fields that are sent and leaves the others', async ({ key, create }) => {
    await create({ agent_id: 'a', description: 'before', metadata: { kept: true } })
    const { status, body } = await api.call('PATCH', '/api/v2/agents/a', {
      key,
      json: { description: 'after', agent_id: 'b', status: 'active' },
    })
    expect([status, body.description, body.metadata, body.agent_id]).toEqual([200, 'after', { kept: true }, 'a'])
    expect(await callOk('PATCH', '/api/v2/agents/a', { key, json: {} })).toMatchObject({ description: 'after', pattern: 'support' })
  })

  test('is recorded in the audit log, with the values before and after', async ({ db, teamId, key, create }) => {
    await create({ agent_id: 'a', description: 'before' })
    await callOk('PATCH', '/api/v2/agents/a', { key, json: { description: 'after' } })
    const rows = await db.selectFrom('audit_log').selectAll().where('team_id', '=', teamId).orderBy('id').execute()
    expect(rows.map(({ action }) => action)).toEqual(['agent.created', 'agent.changed'])
    expect(rows[1]).toMatchObject({ by_kind: 'key', target_name: 'a', before: { description: 'before' }, after: { description: 'after' } })
  })
})

describe('deleting an agent', () => {
  test('ends its session, deletes its memories and keeps its history', async ({ db, teamId, key, list }) => {
    const session = await startSession(key)
    await storeMemory(session)
    await storeMemory(session)
    const deleted = await callOk<Body>('DELETE', `/api/v2/agents/${session.agent_id}`, { key })
    expect(deleted).toEqual({ message: expect.any(String), agent_id: session.agent_id, memories_deleted: 2 })
    expect(statusAndCode(await api.call('GET', `/api/v2/agents/${session.agent_id}`, { key }))).toBe('404 agent_not_found')
    const detail = await callOk('GET', `/api/v2/sessions/${session.session_id}`, { key })
    expect(detail).toMatchObject({ agent_id: session.agent_id, end_reason: 'agent_deleted', memories_stored: 2 })
    expect(await list()).toMatchObject({ total: 0 })
    expect(await db.selectFrom('memories').select('id').where('team_id', '=', teamId).execute()).toEqual([])
    expect(statusAndCode(await api.call('DELETE', `/api/v2/agents/${session.agent_id}`, { key }))).toBe('404 agent_not_found')
  })

  test('removes many memories in parts, so that no statement takes longer than it may', async ({ db, teamId, key }) => {
    const [session, other] = [await startSession(key), await startSession(key)]
    await storeMemory(other)
    const memories = Array.from({ length: 2 * REMOVED_AT_ONCE + 1 }, (_, n) => ({ content: `note ${n}` }))
    await fillAgent(db, session.session_id, memories)
    await sql`update memories set status = 'deleted' where content in ('note 1', 'note 7000')`.execute(db)
    await sql`create table removed_parts (removed bigint)`.execute(db)
    await sql`create function note_removed_part() returns trigger language plpgsql as $$ begin
      insert into removed_parts select count(*) from gone; return null; end $$`.execute(db)
    await sql`create trigger note_removed_part after delete on memories referencing old table as gone
      for each statement execute function note_removed_part()`.execute(db)
    const deleted = await callOk<Body>('DELETE', `/api/v2/agents/${session.agent_id}`, { key })
    expect(deleted).toMatchObject({ memories_deleted: memories.length - 2 })
    const parts = await sql<{ removed: number }>`select removed from removed_parts`.execute(db)
    expect(parts.rows.map(({ removed }) => removed)).toEqual([REMOVED_AT_ONCE, REMOVED_AT_ONCE, 1])
    expect(await db.selectFrom('memories').select('agent_row_id').where('team_id', '=', teamId).execute()).toHaveLength(1)
    await sql`drop trigger note_removed_part on memories`.execute(db)
  })
})
