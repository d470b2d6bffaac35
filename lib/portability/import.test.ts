import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../test/calls'
import { testInOneTeam as test } from '../../test/fixtures'
import { jsonl } from '../../test/lines'
import { importFile, listStored, storedContents } from '../../test/portability'
import { createKey, createTeam, keyIdOf } from '../../test/teams'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')

/** A memory with every field that an import keeps. */
const TEA = {
  id: 'mem_0m8xq5n7cTf40kWz3uYe6HsDd',
  content: 'Ada prefers tea.',
  type: 'preference',
  title: 'Drinks',
  confidence: 0.5,
  tags: ['tea'],
  source: 'crm',
  provenance: 'observed',
  occurred_at: '2020-01-01T00:00:00Z',
  created_at: '2021-01-01T00:00:00Z',
  updated_at: '2022-01-01T00:00:00.123Z',
}

describe('an import', () => {
  test('screens memories as remember does: our own keys are refused, other secrets are handled by the policy of the team', async ({
    db,
    key,
    teamId,
  }) => {
    const agent = await createAgent(key)
    const file = jsonl({ content: `use ${key}` }, { content: 'her card is 4111 1111 1111 1111' }, { content: 'she likes tea' })
    const warned = await importFile(key, agent, file)
    expect(warned.body).toMatchObject({
      stored: 2,
      failed: 1,
      findings: [{ line: 2, field: 'content', kind: 'card_number', start: 12, end: 31 }],
    })
    expect(JSON.stringify(warned.body)).not.toContain(key)
    await db.updateTable('teams').set({ redaction: 'redact' }).where('id', '=', teamId).execute()
    const other = await createAgent(key)
    await importFile(key, other, file)
    await db.updateTable('teams').set({ redaction: 'warn' }).where('id', '=', teamId).execute()
    expect(await storedContents(key, other)).toEqual(['her card is [redacted: card_number]', 'she likes tea'])
  })

  test('stores the memories of a file with their dates and all fields', async ({ key }) => {
    const agent = await createAgent(key)
    const { status, body } = await importFile(key, agent, jsonl(TEA, { content: 'Without dates' }))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      agent_id: agent,
      dry_run: false,
      format: 'memanto',
      records: 2,
      stored: 2,
      duplicates: 0,
      failed: 0,
      errors: [],
      findings: [],
    })
    const stored = await listStored(key, agent)
    expect(stored.find(({ content }) => content === 'Ada prefers tea.')).toMatchObject(TEA)
    expect(stored.find(({ content }) => content === 'Without dates')).toMatchObject({ source: 'import', provenance: 'imported' })
  })

  test('can be recalled at once, also by a process that has the index of the agent', async ({ key }) => {
    const session = await startSession(key)
    await storeMemory(session, 'The kettle is blue.')
    const recall = async (query: string) =>
      (
        await callOk<{ memories: { content: string }[] }>('POST', `/api/v2/agents/${session.agent_id}/recall`, {
          token: session.session_token,
          json: { query },
        })
      ).memories.map(({ content }) => content)
    expect(await recall('kettle')).toEqual(['The kettle is blue.'])
    await importFile(key, session.agent_id, jsonl({ content: 'The samovar is red.' }))
    expect((await recall('samovar'))[0]).toBe('The samovar is red.')
    expect((await recall('samowar'))[0]).toBe('The samovar is red.')
  })

  test('counts its memories at the agent and in sessions that have ended, one for each session of the file', async ({ key }) => {
    const agent = await createAgent(key)
    const line = (content: string, session_id?: string) => ({ content, session_id })
    await importFile(key, agent, jsonl(line('a', 's1'), line('b', 's2'), line('c', 's1'), line('d')))
    expect(await callOk('GET', `/api/v2/agents/${agent}`, { key })).toMatchObject({
      memory_count: 4,
      session_count: 3,
      current_session: null,
    })
    const { sessions } = await callOk<{ sessions: Record<string, unknown>[] }>('GET', '/api/v2/sessions', {
      key,
      query: { agent_id: agent },
    })
    expect(sessions.map(({ memories_stored, end_reason }) => [memories_stored, end_reason]).sort()).toEqual([
      [1, 'deactivated'],
      [1, 'deactivated'],
      [2, 'deactivated'],
    ])
  })

  test('a time that is later than now becomes now', async ({ key }) => {
    const agent = await createAgent(key)
    await importFile(key, agent, jsonl({ content: 'From the future', created_at: '2999-01-01T00:00:00Z' }))
    const [memory] = await listStored(key, agent)
    expect(new Date(memory?.created_at ?? '').getTime()).toBeLessThanOrEqual(Date.now())
  })

  test('reports each bad line and stores the others', async ({ key }) => {
    const agent = await createAgent(key)
    const file = `${jsonl({ content: 'good' })}{"content": \n\n[1]\n${jsonl({ content: ' ' }, { content: 'fine', type: 'opinion' }, { content: 'ok', tag: ['x'] }, { content: 'last' })}`
    const { body } = await importFile(key, agent, file)
    expect(body).toMatchObject({ records: 7, stored: 2, failed: 5 })
    expect(body.errors.map(({ line }) => line)).toEqual([2, 4, 5, 6, 7])
    expect(body.errors[0]?.error).toBe('The record is not valid JSON.')
    expect(body.errors[4]?.error).toContain('tags')
    expect(await storedContents(key, agent)).toEqual(['good', 'last'])
  })

  test('refuses what remember refuses, and what is for one memory', async ({ key }) => {
    const agent = await createAgent(key)
    const file = jsonl(
      { content: 'a', expires_at: '2999-01-01', ttl_hours: 5 },
      { content: 'b', supersedes: [TEA.id] },
      { content: 'c', supersedes: [], check_similar: false },
      { content: 'd', check_similar: true },
      { content: 'e', Supersedes: [TEA.id] },
      { content: 'f', checkSimilar: true },
      { content: 'g', check_similar: 'false' },
      { content: 'h', check_similar: 0, superseded_by: null },
    )
    const { body } = await importFile(key, agent, file)
    expect(body.errors).toEqual([
      { line: 1, error: "ttl_hours can't be combined with expires_at." },
      { line: 2, error: 'supersedes is for one memory: use remember.' },
      { line: 4, error: 'check_similar is for one memory: use remember.' },
      { line: 5, error: 'Supersedes is not a parameter: did you mean supersedes?' },
      { line: 6, error: 'checkSimilar is not a parameter: did you mean check_similar?' },
    ])
    expect(await storedContents(key, agent)).toEqual(['c', 'g', 'h'])
  })

  test('screens ids of the file, too', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const card = '4111 1111 1111 1111'
    const file = jsonl(
      { content: 'a', session_id: `for ${key}` },
      { content: 'b', status: 'superseded', superseded_by: key },
      { content: 'c', id: key },
      { content: 'd', session_id: card, id: `${card}.` },
    )
    await db.updateTable('teams').set({ redaction: 'redact' }).where('id', '=', teamId).execute()
    const { body } = await importFile(key, agent, file)
    await db.updateTable('teams').set({ redaction: 'warn' }).where('id', '=', teamId).execute()
    expect(body.errors.map(({ line }) => line)).toEqual([1, 2, 3])
    expect(body.findings.map(({ field }) => field)).toEqual(['id', 'session_id'])
    const [{ session_id = '' } = {}] = await listStored(key, agent)
    const session = await callOk('GET', `/api/v2/sessions/${session_id}`, { key })
    const ids = await callOk<object>('GET', `/api/v2/agents/${agent}/imports/${body.import_id}/ids`, { key })
    expect(JSON.stringify([session, ids])).not.toContain('1111')
    expect(JSON.stringify(ids)).toContain('[redacted: card_number].')
  })

  test('keeps different sessions and ids apart that are redacted, and does not mark them as in another import', async ({
    key,
    db,
    teamId,
  }) => {
    const agent = await createAgent(key)
    const [card, other] = ['4111111111111111', '4012888888881881']
    const old = (content: string, superseded_by: string) => ({ content, status: 'superseded', superseded_by })
    const file = jsonl(
      { content: 'a', session_id: card, id: card },
      { content: 'b', session_id: other, id: other },
      { content: 'c', session_id: card },
      old('before a', card),
      old('before b', other),
    )
    await db.updateTable('teams').set({ redaction: 'redact' }).where('id', '=', teamId).execute()
    const [first, second] = [await importFile(key, agent, file), await importFile(key, await createAgent(key), file)]
    await db.updateTable('teams').set({ redaction: 'warn' }).where('id', '=', teamId).execute()
    const { memories } = await callOk<{ memories: { id: string; content: string; session_id: string; superseded_by: string | null }[] }>(
      'GET',
      `/api/v2/agents/${agent}/memories`,
      { key, query: { status: 'all' } },
    )
    const stored = (content: string) => memories.find((memory) => memory.content === content)
    expect(stored('c')?.session_id).toBe(stored('a')?.session_id)
    expect(stored('b')?.session_id).not.toBe(stored('a')?.session_id)
    expect(stored('before a')?.superseded_by).toBe(stored('a')?.id)
    expect(stored('before b')?.superseded_by).toBe(stored('b')?.id)
    const idsOf = async ({ body }: typeof first) =>
      (await callOk<string>('GET', `/api/v2/agents/${body.agent_id}/imports/${body.import_id}/ids`, { key })).match(/\[redacted[^"]*/g) ??
      []
    const ids = [...(await idsOf(first)), ...(await idsOf(second))]
    expect(ids).toHaveLength(4)
    expect(new Set(ids).size).toBe(4)
  })

  test('names as successors only memories that the agent has', async ({ key }) => {
    const session = await startSession(key)
    const { agent_id: agent } = session
    const known = await storeMemory(session, 'Known already')
    const old = (content: string, superseded_by: string) => ({ content, status: 'superseded', superseded_by })
    const file = jsonl(
      old('a', 'y1'),
      { id: 'y1', content: 'Known already' },
      old('b', 'y2'),
      { id: 'y2', content: '' },
      old('c', 'y3'),
      { id: 'y3', content: 'New' },
      old('d', 'mem_of_nobody'),
      old('e', 'y5'),
      { id: 'y5', content: 'New' },
      old('f', known),
      { content: 'g', superseded_by: known },
    )
    expect((await importFile(key, agent, file)).body).toMatchObject({ stored: 8, duplicates: 2, failed: 1 })
    const { memories } = await callOk<{ memories: { id: string; content: string; superseded_by: string | null }[] }>(
      'GET',
      `/api/v2/agents/${agent}/memories`,
      { key, query: { status: 'all' } },
    )
    const added = memories.find(({ content }) => content === 'New')?.id
    expect(Object.fromEntries(memories.map(({ content, superseded_by }) => [content, superseded_by]))).toEqual({
      ...{ a: known, b: null, c: added, d: null, e: added, f: known, g: null },
      ...{ 'Known already': null, New: null },
    })
  })

  test('writes memories once more only where their successors have other ids, however many they are', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const old = (content: string, superseded_by: string) => ({ content, status: 'superseded', superseded_by })
    const id = 'mem_0m8xq5n7cTf40kWz3uYe6HsDe'
    const changed = Array.from({ length: 1_100 }, (_, n) => old(`old ${n}`, `new-${n % 7}`))
    const successors = Array.from({ length: 7 }, (_, n) => ({ id: `new-${n}`, content: `new ${n}` }))
    const { body } = await importFile(key, agent, jsonl({ id, content: 'has its id' }, old('kept', id), ...changed, ...successors))
    expect(body).toMatchObject({ stored: 1_109, failed: 0 })
    const rows = await db
      .selectFrom('memories')
      .leftJoin('memories as successor', (join) =>
        join
          .onRef('successor.team_id', '=', 'memories.team_id')
          .onRef('successor.agent_row_id', '=', 'memories.agent_row_id')
          .onRef('successor.id', '=', 'memories.superseded_by'),
      )
      .innerJoin('agents', 'agents.id', 'memories.agent_row_id')
      .select([
        'memories.content',
        'successor.content as successor',
        sql<boolean>`memories.xmin::text = memories.txid::text`.as('isAsStored'),
      ])
      .where('memories.team_id', '=', teamId)
      .where('agents.name', '=', agent)
      .where('memories.status', '=', 'superseded')
      .execute()
    const byContent = new Map(rows.map(({ content, ...row }) => [content, row]))
    expect(byContent.get('kept')).toEqual({ successor: 'has its id', isAsStored: true })
    expect(byContent.get('old 1099')).toEqual({ successor: 'new 0', isAsStored: false })
    expect(rows.filter(({ successor }) => successor === null)).toEqual([])
  })

  test('lists at most 1,000 errors, and counts all', async ({ key }) => {
    const agent = await createAgent(key)
    const { body } = await importFile(key, agent, `${jsonl({ content: 'one' })}${'nonsense\n'.repeat(1500)}`)
    expect(body.failed).toBe(1500)
    expect(body.errors).toHaveLength(1000)
  })

  test('leaves out contents that the agent or the file has already', async ({ key }) => {
    const session = await startSession(key)
    await storeMemory(session, 'Known')
    const file = jsonl({ content: 'Known' }, { content: 'New' }, { content: 'New' }, { content: 'New', type: 'goal' })
    expect((await importFile(key, session.agent_id, file)).body).toMatchObject({ stored: 2, duplicates: 2 })
    expect((await importFile(key, session.agent_id, file)).body).toMatchObject({ stored: 0, duplicates: 4 })
    expect(await storedContents(key, session.agent_id)).toEqual(['Known', 'New', 'New'])
  })

  test('gives other ids where the ids of the file are not of this product or are taken, and lists them', async ({ key }) => {
    const session = await startSession(key)
    const taken = await storeMemory(session, 'Taken')
    const agent = await createAgent(key)
    const { body } = await importFile(key, agent, jsonl({ id: taken, content: 'a' }, { id: 'other-1', content: 'b' }, { content: 'c' }))
    expect(body.ids_changed).toBe(2)
    const text = await callOk<string>('GET', `/api/v2/agents/${agent}/imports/${body.import_id}/ids`, { key })
    const ids = Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: string; memory_id: string })
        .map(({ id, memory_id }) => [id, memory_id]),
    )
    const stored = await listStored(key, agent)
    expect(ids).toEqual({
      [taken]: stored.find(({ content }) => content === 'a')?.id,
      'other-1': stored.find(({ content }) => content === 'b')?.id,
    })
    expect(statusAndCode(await api.call('GET', `/api/v2/agents/${session.agent_id}/imports/${body.import_id}/ids`, { key }))).toBe(
      '404 import_not_found',
    )
  })

  test('with dry_run says what it would do, and stores nothing', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const file = jsonl({ content: 'a' }, { content: 'a' }, { content: '' })
    const { body } = await importFile(key, agent, file, { query: { dry_run: true } })
    expect(body).toMatchObject({ dry_run: true, import_id: null, stored: 1, duplicates: 1, failed: 1 })
    expect(await listStored(key, agent)).toEqual([])
    const rows = await db
      .selectFrom('memory_imports')
      .innerJoin('agents', (join) => join.onRef('agents.id', '=', 'memory_imports.agent_row_id').on('agents.team_id', '=', teamId))
      .select('memory_imports.id')
      .where('agents.name', '=', agent)
      .execute()
    expect(rows).toEqual([])
  })

  test('is in the audit log, without any text', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    await importFile(key, agent, jsonl({ content: 'A quiet word' }))
    const rows = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('team_id', '=', teamId)
      .where('target_name', '=', agent)
      .orderBy('id')
      .execute()
    expect(rows.map(({ action }) => action)).toEqual(['agent.created', 'memories.import_started', 'memories.imported'])
    expect(rows[2]?.after).toMatchObject({ stored: 1, failed: 0 })
    expect(JSON.stringify(rows)).not.toContain('quiet')
  })

  test('whose file is refused has an end in the audit log, with what was stored before', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const header = { record: 'agent', agent_id: 'a' }
    const lines = Array.from({ length: 600 }, (_, n) => ({ content: `Number ${n}` }))
    const refused = await importFile(key, agent, jsonl(header, ...lines, { ...header, agent_id: 'b' }))
    expect(statusAndCode(refused)).toBe('422 invalid_request')
    const rows = await db
      .selectFrom('audit_log')
      .select(['action', 'after'])
      .where('team_id', '=', teamId)
      .where('target_name', '=', agent)
      .orderBy('id')
      .execute()
    const id = expect.stringMatching(/^imp_/)
    expect(rows.slice(1)).toEqual([
      { action: 'memories.import_started', after: { import_id: id } },
      { action: 'memories.import_refused', after: { import_id: id, code: 'invalid_request', stored: 500 } },
    ])
  })

  test('trusts memories no more than the file and the key of the importer', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const reviewed = await createKey(db, teamId)
    await db
      .updateTable('api_keys')
      .set({ memory_trust: 'unreviewed' })
      .where('team_id', '=', teamId)
      .where('id', '=', keyIdOf(reviewed))
      .execute()
    await importFile(key, agent, jsonl({ content: 'a' }, { content: 'b', trust: 'quarantined' }))
    await importFile(reviewed, agent, jsonl({ content: 'c' }, { content: 'd', trust: 'quarantined' }))
    const rows = await db
      .selectFrom('memories')
      .innerJoin('agents', 'agents.id', 'memories.agent_row_id')
      .select(['content', 'trust'])
      .where('agents.name', '=', agent)
      .orderBy('content')
      .execute()
    expect(rows.map(({ trust }) => trust)).toEqual(['trusted', 'quarantined', 'unreviewed', 'quarantined'])
  })

  test('of a batch at once keeps the order of the file within a session', async ({ key, db }) => {
    const agent = await createAgent(key)
    await importFile(key, agent, jsonl(...Array.from({ length: 1200 }, (_, n) => ({ content: `Number ${n}`, session_id: `s${n % 3}` }))))
    const rows = await db
      .selectFrom('memories')
      .innerJoin('agents', 'agents.id', 'memories.agent_row_id')
      .select(['content'])
      .where('agents.name', '=', agent)
      .orderBy('seq')
      .execute()
    expect(rows.map(({ content }) => content)).toEqual(Array.from({ length: 1200 }, (_, n) => `Number ${n}`))
  })

  test('needs the scope to write memories, and an agent that the key reaches', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const other = await createAgent(key)
    const reader = await createKey(db, teamId, { scopes: ['memories:read'] })
    const limited = await createKey(db, teamId, { onlyAgents: [other] })
    const stranger = await createKey(db, await createTeam(db))
    const file = jsonl({ content: 'x' })
    expect(statusAndCode(await importFile(reader, agent, file))).toBe('403 insufficient_scope')
    expect(statusAndCode(await importFile(limited, agent, file))).toBe('404 agent_not_found')
    expect(statusAndCode(await importFile(stranger, agent, file))).toBe('404 agent_not_found')
    expect(await listStored(key, agent)).toEqual([])
  })
})

const memoryFile = (...sections: string[]) =>
  `# Memory — ada\n\n> Total memories: **2**\n\n---\n\n${sections.join('\n\n---\n\n')}\n\n---\n\n*End of memory export.*\n`

describe('files of other products', () => {
  test('a memory.md keeps what has expired, and text that looks like metadata or stands behind it', async ({ key }) => {
    const agent = await createAgent(key)
    const created = 'Created: 2025-04-01T08:00:00+00:00 | Tags: `ops | a`, `b`*'
    const file = memoryFile(
      `## Facts\n\n*Established truths.*\n\n### First\n\nfirst line\n*Status: open*\n*Confidence: 0.1*\nlost line\n\n*Confidence: 0.9 | Status: active | ${created}`,
      `## Goals\n\n*Objectives.*\n\n### Second\n\nIt has ended.\n\n*Confidence: 0.7 | Status: expired | ${created}\n\nA note.\n\n### Third\n\nGo.\n\n*Confidence: 0.5*`,
      'Text of nobody\n\nin two lines',
    )
    const { body } = await importFile(key, agent, file)
    expect(body).toMatchObject({ records: 4, stored: 3, failed: 1, errors: [{ line: 4, error: 'The record has no heading.' }] })
    const { memories } = await callOk<{ memories: object[] }>('GET', `/api/v2/agents/${agent}/memories`, { key, query: { status: 'all' } })
    const tags = ['ops | a', 'b']
    expect(memories).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ title: 'First', content: 'first line\n*Status: open*\n*Confidence: 0.1*\nlost line', type: 'fact' },
          ...{ confidence: 0.9, status: 'active', tags, created_at: '2025-04-01T08:00:00Z' },
        }),
        expect.objectContaining({ title: 'Second', content: 'It has ended.\n\n\nA note.', type: 'goal', status: 'expired', tags }),
        expect.objectContaining({ title: 'Third', content: 'Go.', confidence: 0.5 }),
      ]),
    )
  })

  test.for([
    ['*Status: active | Created: 2025-04-01T08:00:00+00:00*', { confidence: 0.8, tags: [], created_at: '2025-04-01T08:00:00Z' }],
    ['*Created: 2025-04-01T08:00:00+00:00*', { tags: [], created_at: '2025-04-01T08:00:00Z' }],
    ['*Tags: `a`, `b`*', { tags: ['a', 'b'] }],
    ['*Confidence: 1e-05 | Status: active*', { confidence: 0.00001 }],
    ['*Confidence: 0.9 | Status: active | Tags: ops, release*', { confidence: 0.9, tags: ['ops', 'release'] }],
  ] as const)('a memory.md with the metadata %s keeps each memory by itself', async ([metadata, expected], { key }) => {
    const agent = await createAgent(key)
    const file = memoryFile(
      `## Facts\n\n*Established truths.*\n\n### First\n\none\n\n${metadata}`,
      `## Goals\n\n*Objectives.*\n\n### Second\n\ntwo\n\n*Confidence: 0.7 | Status: active*\n\n### Third\n\nthree\n\n${metadata}`,
    )
    expect((await importFile(key, agent, file)).body).toMatchObject({ stored: 3, failed: 0 })
    const stored = (await listStored(key, agent)).sort((a, b) => (String(a.title) < String(b.title) ? -1 : 1))
    expect(stored).toMatchObject([
      { title: 'First', content: 'one', type: 'fact', ...expected },
      { title: 'Second', content: 'two', type: 'goal', confidence: 0.7 },
      { title: 'Third', content: 'three', type: 'goal', ...expected },
    ])
  })

  test('tags, titles and notes of sessions that are too long are shortened, and no character is divided', async ({ key }) => {
    const agent = await createAgent(key)
    const long = (length: number) => `${'x'.repeat(length - 1)}🎉`
    const run = long(500 - 'Imported from the session '.length)
    const file = jsonl(
      { memory: 'a', categories: [long(64), 'e\u0301'.repeat(40)], run_id: run },
      { text: 'b', type: 'world', context: long(500) },
      { text: 'c', type: 'world', context: '\u0958'.repeat(300) },
    )
    expect((await importFile(key, agent, file)).body).toMatchObject({ stored: 3, failed: 0 })
    const [a, b, c] = (await listStored(key, agent)).sort((one, other) => (one.content < other.content ? -1 : 1))
    expect(a?.tags).toEqual(['x'.repeat(63), 'é'.repeat(40)])
    expect([b?.title, c?.title?.length]).toEqual(['x'.repeat(499), 500])
    const session = await callOk('GET', `/api/v2/sessions/${a?.session_id}`, { key })
    expect(JSON.stringify(session)).not.toContain('\ufffd')
  })

  test.for([
    [
      'mem0.json',
      'mem0',
      [
        {
          content: 'Ada is allergic to walnuts',
          tags: ['health', 'food', 'user:ada'],
          source: 'mem0',
          provenance: 'imported',
          created_at: '2024-07-02T08:00:00Z',
          updated_at: '2024-07-03T08:00:00Z',
          expires_at: '2999-12-31T23:59:59.999Z',
        },
        { content: 'Ada plays chess on Thursdays', tags: ['hobbies', 'user:ada'], created_at: '2024-07-01T17:15:30.276Z' },
      ],
    ],
    [
      'mcp-memory.jsonl',
      'mcp-memory',
      [
        { content: 'Ada Lovelace works on Analytical Engine', type: 'relationship', tags: ['works_on'] },
        { content: 'Ada Lovelace: lives in Lisbon', title: 'Ada Lovelace', tags: ['person'], type: 'fact' },
        { content: 'Ada Lovelace: speaks Portuguese' },
        { content: 'Analytical Engine: project' },
      ],
    ],
    [
      'hindsight.json',
      'hindsight',
      [
        {
          content: 'Grace joined the compiler team in March 2024',
          type: 'fact',
          title: 'career',
          tags: ['work'],
          occurred_at: '2024-03-15T00:00:00Z',
          created_at: '2024-04-01T09:30:00Z',
        },
        { content: 'Grace was shown the old office', type: 'event', created_at: '2024-04-02T00:00:00Z' },
      ],
    ],
    [
      'letta.json',
      'letta',
      [{ content: 'Linus keeps the release notes in the wiki', tags: ['process', 'wiki'], created_at: '2025-02-03T11:22:33Z' }],
    ],
    [
      'okf.txt',
      'okf',
      [
        { content: 'Restart the queue before the workers.', title: null, tags: ['Playbook'], created_at: '2025-05-03T00:00:00Z' },
        {
          content: 'We store everything in Postgres.\n\n---\n\nOne database is enough.',
          title: 'Database: Postgres',
          type: 'decision',
          confidence: 0.95,
          tags: ['storage', 'architecture'],
          provenance: 'explicit_statement',
          created_at: '2025-05-02T10:11:12.123Z',
        },
      ],
    ],
    [
      'memory-file.txt',
      'memanto-markdown',
      [
        { content: 'Eleven people work here.', title: 'Team', type: 'fact', confidence: 0.7, created_at: '2025-04-03T08:00:00Z' },
        {
          content: 'Never deploy on Fridays.\n\n### Exceptions\n\nNone.',
          title: 'Deployments',
          type: 'instruction',
          confidence: 0.9,
          tags: ['ops', 'release'],
        },
        { content: 'The office is in Porto.', title: null, type: 'fact' },
      ],
    ],
  ] as const)('%s is recognized as %s', async ([file, format, expected], { key }) => {
    const agent = await createAgent(key)
    const { body } = await importFile(key, agent, fixture(file))
    expect(body).toMatchObject({ format, failed: 0, errors: [], stored: expected.length })
    // Each observation of an entity is a memory.
    const counted = body.stored + body.skipped + body.other_records
    if (format === 'mcp-memory') expect(body.records).toBeLessThanOrEqual(counted)
    else expect(body.records).toBe(counted)
    const stored = (await listStored(key, agent)).sort((a, b) => (a.content < b.content ? -1 : 1))
    expect(stored).toMatchObject([...expected].sort((a, b) => (a.content < b.content ? -1 : 1)))
  })
})
