import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { Db } from '../../db/schema'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../test/calls'
import { testInOneTeam as test } from '../../test/fixtures'
import { jsonl, streamOf } from '../../test/lines'
import { exportLines, exportText, importFile, listStored } from '../../test/portability'
import { createKey, createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { type ExportPage, exportAgent } from './export'

const readerOf = async (db: Db, teamId: string) => requireViewerScope(await createViewer(db, teamId), 'memories:read')

describe('an export', () => {
  test('has a header, the agent, its memories with all fields in their order, and an end', async ({ key }) => {
    const session = await startSession(key)
    const agent = session.agent_id
    const ids = [await storeMemory(session, 'First'), await storeMemory(session, 'Second')]
    const [header, described, first, second, end, ...others] = await exportLines(key, agent)
    expect(header).toEqual({ format: 'memanto-export', version: 1, exported_at: expect.any(String), agent_id: agent })
    expect(described).toMatchObject({ record: 'agent', agent_id: agent, pattern: 'support', description: '', metadata: {} })
    expect(first).toEqual({
      record: 'memory',
      id: ids[0],
      agent_id: agent,
      session_id: session.session_id,
      type: 'fact',
      title: null,
      content: 'First',
      confidence: 0.8,
      tags: [],
      source: 'agent',
      provenance: 'explicit_statement',
      occurred_at: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      version: 1,
      status: 'active',
      superseded_by: null,
      expires_at: null,
      trust: 'trusted',
    })
    expect(second).toMatchObject({ content: 'Second' })
    expect(end).toEqual({ record: 'end', memories: 2 })
    expect(others).toEqual([])
  })

  test('of many memories in many sessions has each once, in the order in which they were stored', async ({ key }) => {
    const agent = await createAgent(key)
    const contents = Array.from({ length: 2100 }, (_, n) => `Number ${n}`)
    await importFile(key, agent, jsonl(...contents.map((content, n) => ({ content, session_id: n < 1300 ? `s${n}` : 'last' }))))
    const memories = (await exportLines(key, agent)).filter(({ record }) => record === 'memory')
    expect(memories.map(({ content }) => content)).toEqual(contents)
  })

  test('has no memory twice when the first one of its session is purged meanwhile, also where sessions began together', async ({
    key,
    db,
    teamId,
  }) => {
    const agent = await createAgent(key)
    // The last session of the first page has two memories, and so has one before it that goes on after that page.
    const sessionOf = (n: number) => (n === 500 ? 499 : n === 519 ? 20 : n)
    const contents = Array.from({ length: 520 }, (_, n) => `Number ${n}`)
    await importFile(key, agent, jsonl(...contents.map((content, n) => ({ content, session_id: `s${sessionOf(n)}` }))))
    const { id } = await db.selectFrom('agents').select('id').where('name', '=', agent).executeTakeFirstOrThrow()
    await sql`update sessions set started_at = (select min(started_at) from sessions where agent_row_id = ${id}) where agent_row_id = ${id}`.execute(
      db,
    )
    const { pages } = await exportAgent(await readerOf(db, teamId), { agentName: agent, format: 'jsonl', versions: false }, TEST_CONTEXT)
    const exported: string[] = []
    for await (const page of pages) {
      if (page.kind !== 'memories') continue
      exported.push(...page.memories.map(({ content }) => content))
      if (exported.length === 502)
        await sql`delete from memories m where agent_row_id = ${id}
          and exists (select from memories n where n.session_id = m.session_id and n.seq > m.seq)`.execute(db)
    }
    const number = (content: string) => Number(content.slice('Number '.length))
    expect(exported.toSorted((a, b) => number(a) - number(b))).toEqual(contents)
  })

  test('has nothing that an import stores after it began, whatever the dates of the file are', async ({ key, db, teamId }) => {
    const session = await startSession(key)
    await storeMemory(session, 'Before')
    const { pages } = await exportAgent(
      await readerOf(db, teamId),
      { agentName: session.agent_id, format: 'jsonl', versions: false },
      TEST_CONTEXT,
    )
    const exported: string[] = []
    for await (const page of pages) {
      if (page.kind === 'header')
        await importFile(key, session.agent_id, jsonl({ content: 'Imported meanwhile', created_at: '2020-01-01T00:00:00Z' }))
      if (page.kind === 'memories') exported.push(...page.memories.map(({ content }) => content))
    }
    expect(exported).toEqual(['Before'])
    expect((await listStored(key, session.agent_id)).map(({ content }) => content)).toContain('Imported meanwhile')
  })

  test('has of an import that is running what it had stored when the export began', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const { id } = await db.selectFrom('agents').select('id').where('name', '=', agent).executeTakeFirstOrThrow()
    const dated = (n: number) => ({ content: `Number ${n}`, created_at: '2024-01-01T00:00:00Z' })
    const lines = (from: number, to: number) => jsonl(...Array.from({ length: to - from }, (_, n) => dated(from + n)))
    const stored = async () => (await db.selectFrom('memories').select('id').where('agent_row_id', '=', id).execute()).length
    let pages: AsyncIterator<ExportPage> | undefined
    async function* file() {
      yield Buffer.from(lines(0, 500))
      while ((await stored()) < 500) await pause(10)
      const reader = await readerOf(db, teamId)
      const begun = await exportAgent(reader, { agentName: agent, format: 'jsonl', versions: false }, TEST_CONTEXT)
      pages = begun.pages[Symbol.asyncIterator]()
      await pages.next()
      yield Buffer.from(lines(500, 600))
    }
    expect((await importFile(key, agent, streamOf(file()))).body).toMatchObject({ stored: 600 })
    const exported: string[] = []
    for (let taken = await pages?.next(); taken && !taken.done; taken = await pages?.next())
      if (taken.value.kind === 'memories') exported.push(...taken.value.memories.map(({ content }) => content))
    expect(exported).toEqual(Array.from({ length: 500 }, (_, n) => `Number ${n}`))
  })

  test('of the team has all agents that the key reaches, and nothing else', async ({ db }) => {
    const teamId = await createTeam(db)
    const key = await createKey(db, teamId)
    const a = await startSession(key, 'a')
    const b = await startSession(key, 'b')
    await storeMemory(a, 'Of a')
    await storeMemory(b, 'Of b')
    const limited = await createKey(db, teamId, { onlyAgents: ['b'] })
    const summary = async (by: string) =>
      (await exportLines(by, null)).map(({ record, agent_id, content, memories }) => [record, agent_id, content ?? memories])
    expect(await summary(key)).toEqual([
      [undefined, undefined, undefined],
      ['agent', 'a', undefined],
      ['agent', 'b', undefined],
      ['memory', 'a', 'Of a'],
      ['memory', 'b', 'Of b'],
      ['end', undefined, 2],
    ])
    expect(await summary(limited)).toEqual([
      [undefined, undefined, undefined],
      ['agent', 'b', undefined],
      ['memory', 'b', 'Of b'],
      ['end', undefined, 1],
    ])
    expect(await summary(await createKey(db, await createTeam(db)))).toEqual([
      [undefined, undefined, undefined],
      ['end', undefined, 0],
    ])
  })

  test('as Markdown is read again with the same fields, also with CRLF', async ({ key, db }) => {
    const agent = await createAgent(key)
    const memory = {
      content: '# Heading\n---\n<!-- okf-entry -->\n"quoted": yes',
      title: 'A "title": with --- marks',
      type: 'learning',
      tags: ['a, b', "it's"],
      confidence: 0.25,
      occurred_at: '2020-02-02T02:02:02.222Z',
      created_at: '2021-01-01T00:00:00Z',
      session_id: 's1',
    }
    const blank = ['\n\n  Blanks around \n\n', 'Untitled', 'null', '~'].map((text) => ({ content: text, title: text.trim(), source: text }))
    await importFile(key, agent, jsonl(memory, { content: 'Plain' }, ...blank))
    const markdown = await exportText(key, agent, { format: 'markdown' })
    expect(markdown).toMatch(/^---\ntype: "index"\n/)
    const other = await createKey(db, await createTeam(db))
    const copy = await createAgent(other)
    expect((await importFile(other, copy, markdown)).body).toMatchObject({ format: 'okf', stored: 6, failed: 0 })
    const comparable = (memories: Awaited<ReturnType<typeof listStored>>) =>
      memories.map(({ session_id: _session, ...fields }) => ({ ...fields, agent_id: '' }))
    expect(comparable(await listStored(other, copy))).toEqual(comparable(await listStored(key, agent)))
    const withCrLf = markdown.replaceAll('\n', '\r\n')
    expect((await importFile(other, copy, withCrLf)).body).toMatchObject({ stored: 0, duplicates: 6, failed: 0 })
  })

  /** Exports of the versions before have neither the header in their index nor documents of agents. */
  const asBefore = (markdown: string) =>
    markdown
      .replace(/x_memanto: \{"format".*\n/, '')
      .split('<!-- okf-entry -->\n')
      .filter((document) => !document.includes('"record":"agent"'))
      .join('<!-- okf-entry -->\n')

  test.for([
    ['Markdown', (markdown: string) => markdown],
    ['Markdown of an earlier version', asBefore],
  ] as const)('of a team as %s is imported agent by agent, too', async ([_what, change], { db }) => {
    const key = await createKey(db, await createTeam(db))
    await storeMemory(await startSession(key, 'a'), 'Of a')
    await storeMemory(await startSession(key, 'b'), 'Of b')
    await createAgent(key, 'c')
    const file = change(await exportText(key, null, { format: 'markdown' }))
    const other = await createKey(db, await createTeam(db))
    const copy = await createAgent(other)
    const refused = await importFile(other, copy, file)
    const refusedLines = await importFile(other, copy, await exportText(key, null))
    expect(statusAndCode(refused)).toBe('422 invalid_request')
    expect(refused.body.detail).toBe(refusedLines.body.detail)
    expect(await listStored(other, copy)).toEqual([])
    const { body } = await importFile(other, copy, file, { query: { from_agent: 'b' } })
    expect(body).toMatchObject({ stored: 1, skipped: 1, failed: 0 })
    expect((await listStored(other, copy)).map(({ content }) => content)).toEqual(['Of b'])
  })

  test.for(['jsonl', 'markdown'])(
    'as %s has repeated texts as often as the agent; a second import adds nothing',
    async (format, { db }) => {
      const key = await createKey(db, await createTeam(db))
      const session = await startSession(key, 'a')
      for (const text of ['Yes.', 'What else?', 'Yes.', 'Yes.']) await storeMemory(session, text)
      const file = await exportText(key, 'a', { format })
      const other = await createKey(db, await createTeam(db))
      const copy = await createAgent(other)
      expect((await importFile(other, copy, file)).body).toMatchObject({ stored: 4, duplicates: 0 })
      expect((await importFile(other, copy, file)).body).toMatchObject({ stored: 0, duplicates: 4 })
      await storeMemory(session, 'Yes.')
      expect((await importFile(other, copy, await exportText(key, 'a', { format }))).body).toMatchObject({ stored: 1, duplicates: 4 })
    },
  )

  test('has as many records as an import counts, whatever they are', async ({ key, db }) => {
    const session = await startSession(key, 'counted')
    const id = await storeMemory(session, 'First words')
    await storeMemory(session, 'Known')
    await storeMemory(await startSession(key, 'not-counted'), 'Of another agent')
    await callOk('PATCH', `/api/v2/agents/counted/memories/${id}`, { key, json: { content: 'Second words' } })
    const other = await createKey(db, await createTeam(db))
    await storeMemory(await startSession(other, 'copy'), 'Known')
    const file = `${await exportText(key, null, { versions: 'true' })}{\n`
    const { body } = await importFile(other, 'copy', file, { query: { from_agent: 'counted' } })
    const { records, stored, duplicates, skipped, failed, other_records } = body
    expect({ stored, duplicates, failed }).toEqual({ stored: 1, duplicates: 1, failed: 1 })
    // The header, the agents of this file's team, an earlier version, and the end.
    expect(other_records).toBe(file.trim().split('\n').length - stored - duplicates - skipped - failed)
    expect(records).toBe(stored + duplicates + skipped + failed + other_records)
    const markdown = await exportText(key, 'counted', { format: 'markdown' })
    expect((await importFile(other, 'copy', markdown, { query: { dry_run: true } })).body).toMatchObject({
      records: 4,
      stored: 0,
      duplicates: 2,
      other_records: 2,
    })
  })

  test('of a team is imported agent by agent', async ({ db }) => {
    const key = await createKey(db, await createTeam(db))
    await storeMemory(await startSession(key, 'a'), 'Of a')
    await storeMemory(await startSession(key, 'b'), 'Of b')
    const file = await exportText(key, null)
    const other = await createKey(db, await createTeam(db))
    const copy = await createAgent(other)
    const refused = await importFile(other, copy, file)
    expect(statusAndCode(refused)).toBe('422 invalid_request')
    expect(refused.body.detail).toContain('from_agent')
    const withInvalid = file + jsonl({ agent_id: 'a', content: 'Of a', confidence: 7 })
    expect((await importFile(other, copy, withInvalid, { query: { from_agent: 'b' } })).body).toMatchObject({
      stored: 1,
      skipped: 2,
      failed: 0,
    })
    expect((await listStored(other, copy)).map(({ content }) => content)).toEqual(['Of b'])
  })

  test('with versions=true has earlier versions after their memories; an import passes over them', async ({ key }) => {
    const session = await startSession(key)
    const id = await storeMemory(session, 'First words')
    await storeMemory(session, 'Something else')
    const path = `/api/v2/agents/${session.agent_id}/memories/${id}`
    for (const content of ['Second words', 'Third words']) await callOk('PATCH', path, { key, json: { content, reason: 'better' } })
    const text = await exportText(key, session.agent_id, { versions: 'true' })
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.slice(2).map(({ record, content, version }) => [record, content, version])).toEqual([
      ['memory', 'Third words', 3],
      ['memory', 'Something else', 1],
      ['version', 'First words', 1],
      ['version', 'Second words', 2],
      ['end', undefined, undefined],
    ])
    expect(lines[5]).toMatchObject({ id, reason: 'better', known_from: expect.any(String), known_until: expect.any(String) })
    expect(await exportText(key, session.agent_id)).not.toContain('First words')
    expect((await importFile(key, await createAgent(key), text)).body).toMatchObject({ stored: 2, failed: 0 })
  })

  test('has superseded and expired memories, but no deleted ones, and an import keeps what they are', async ({ key, db }) => {
    const session = await startSession(key)
    const { agent_id: agent } = session
    const [old, deleted] = [await storeMemory(session, 'Old'), await storeMemory(session, 'Deleted')]
    const supersede = { token: session.session_token, json: { content: 'New', supersedes: [old], expires_at: '2999-01-01T00:00:00Z' } }
    const { memory_id: successor } = await callOk<{ memory_id: string }>('POST', `/api/v2/agents/${agent}/remember`, supersede)
    await callOk('DELETE', `/api/v2/agents/${agent}/memories/${deleted}`, { key })
    const file = await exportText(key, agent)
    expect(file).not.toContain('Deleted')
    const other = await createKey(db, await createTeam(db))
    const copies = [await createAgent(other), await createAgent(other)]
    for (const copy of copies) expect((await importFile(other, copy, file)).body).toMatchObject({ stored: 2, failed: 0 })
    const [kept, changed] = await Promise.all(
      copies.map(async (copy) => (await exportLines(other, copy)).filter(({ record }) => record === 'memory')),
    )
    expect(kept?.map(({ id, status, superseded_by, expires_at }) => [id, status, superseded_by, expires_at])).toEqual([
      [old, 'superseded', successor, null],
      [successor, 'active', null, '2999-01-01T00:00:00Z'],
    ])
    // In the second agent the ids are taken, so that the successor has another one, too.
    expect(changed?.[0]).toMatchObject({ status: 'superseded', superseded_by: changed?.[1]?.id })
    expect(changed?.[1]?.id).not.toBe(successor)
  })

  test('is recorded in the audit log', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    await exportText(key, agent)
    await exportText(key, null, { format: 'markdown' })
    await exportText(await createKey(db, teamId, { onlyAgents: [agent] }), null)
    const rows = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('team_id', '=', teamId)
      .where('action', '=', 'memories.exported')
      .orderBy('id')
      .execute()
    expect(rows.slice(-3).map(({ target_name, after }) => [target_name, after])).toEqual([
      [agent, { format: 'jsonl' }],
      ['all agents', { format: 'markdown' }],
      ['the agents that the key reaches', { format: 'jsonl' }],
    ])
  })

  test('needs the scope to read memories, and an agent that the key reaches', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const path = `/api/v2/agents/${agent}/export`
    const writer = await createKey(db, teamId, { scopes: ['memories:write'] })
    const stranger = await createKey(db, await createTeam(db))
    expect(statusAndCode(await api.call('GET', path, { key: writer }))).toBe('403 insufficient_scope')
    expect(statusAndCode(await api.call('GET', '/api/v2/export', { key: writer }))).toBe('403 insufficient_scope')
    expect(statusAndCode(await api.call('GET', path, { key: stranger }))).toBe('404 agent_not_found')
  })
})

describe('a session of an import', () => {
  test('of which more comes later in the file stays one', async ({ key }) => {
    const agent = await createAgent(key)
    await importFile(key, agent, jsonl(...Array.from({ length: 1100 }, (_, n) => ({ content: `Number ${n}`, session_id: 's' }))))
    const { sessions } = await callOk<{ sessions: Record<string, unknown>[] }>('GET', '/api/v2/sessions', {
      key,
      query: { agent_id: agent },
    })
    expect(sessions.map(({ memories_stored }) => memories_stored)).toEqual([1100])
    expect(await callOk('GET', `/api/v2/agents/${agent}`, { key })).toMatchObject({ memory_count: 1100, session_count: 1 })
  })
})
