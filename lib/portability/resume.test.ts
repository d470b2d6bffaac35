import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { sql } from 'kysely'
import { afterAll, describe, expect } from 'vitest'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../test/calls'
import { testInOneTeam as base } from '../../test/fixtures'
import { jsonl, numberedLines, streamOf } from '../../test/lines'
import { importFile, storedContents } from '../../test/portability'
import { NO_RATE_LIMITS, TEST_SECRET } from '../../test/settings'
import { createKey } from '../../test/teams'
import { runMaintenance } from '../maintenance'

const IMPORTER = fileURLToPath(new URL(`../../node_modules/.cache/memanto-test/importer-${process.pid}.mjs`, import.meta.url))

const test = base
  .extend('url', { scope: 'file' }, ({ database }) => database.url)
  /** The contents of an agent in the order in which they were stored. */
  .extend('contentsOf', ({ db, teamId }) => async (agent: string): Promise<string[]> => {
    const rows = await db
      .selectFrom('memories')
      .innerJoin('agents', (join) => join.onRef('agents.id', '=', 'memories.agent_row_id').on('agents.team_id', '=', teamId))
      .select('memories.content')
      .where('memories.team_id', '=', teamId)
      .where('agents.name', '=', agent)
      .where('memories.status', '=', 'active')
      .orderBy('memories.seq')
      .execute()
    return rows.map(({ content }) => content)
  })
  /** How many records of an import are done; undefined before it has begun. */
  .extend('recordsDone', ({ db, teamId }) => async (key: string): Promise<number | undefined> => {
    const row = await db
      .selectFrom('memory_imports')
      .select('records')
      .where('team_id', '=', teamId)
      .where('key', '=', key)
      .executeTakeFirst()
    return row?.records
  })

const contentsOfLines = (count: number) => [...numberedLines(count)].map((line) => (JSON.parse(line) as { content: string }).content)

/** The machine may be busy. */
const SOON = { timeout: 30_000, interval: 20 }

/** Something to wait for, until `open` is called. */
function gate() {
  let open = () => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open: () => open() }
}

async function* linesThenWait(count: number, until: number, wait: Promise<void>) {
  let n = 0
  for (const line of numberedLines(count)) {
    if (n++ === until) await wait
    yield line
  }
}

async function* brokenAfter(count: number) {
  yield* numberedLines(count)
  throw new Error('The connection was lost.')
}

describe('an import with an Idempotency-Key', () => {
  test('that was interrupted goes on after the last batch, and stores nothing twice', async ({ key, contentsOf, recordsDone }) => {
    const agent = await createAgent(key)
    const first = await importFile(key, agent, streamOf(brokenAfter(1700)), { idempotencyKey: 'broken' })
    expect(statusAndCode(first)).toBe('400 malformed_request')
    expect(await recordsDone('broken')).toBe(1500)
    const { body } = await importFile(key, agent, streamOf(numberedLines(2600)), { idempotencyKey: 'broken' })
    expect(body).toMatchObject({ records: 2600, stored: 2600, duplicates: 0, failed: 0, ids_changed: 2600 })
    expect(await contentsOf(agent)).toEqual(contentsOfLines(2600))
    expect(await callOk('GET', `/api/v2/agents/${agent}`, { key })).toMatchObject({ memory_count: 2600, session_count: 5 })
  })

  test('repeats the answer of a finished import for the same file', async ({ key }) => {
    const agent = await createAgent(key)
    const file = jsonl({ content: 'a' }, { content: '' })
    const first = await importFile(key, agent, file, { idempotencyKey: 'done' })
    const again = await importFile(key, agent, file, { idempotencyKey: 'done' })
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(first.headers.get('idempotent-replayed')).toBeNull()
  })

  test('that stopped before its end does not replace the ids of successors twice', async ({ key, db, teamId }) => {
    const session = await startSession(key)
    const known = await storeMemory(session, 'Known')
    const old = { content: 'Old', status: 'superseded', superseded_by: 'y' }
    const file = jsonl(old, { id: 'y', content: 'Known' }, { id: known, content: 'Has another id now' })
    const successorOf = () =>
      db
        .selectFrom('memories')
        .innerJoin('agents', 'agents.id', 'memories.agent_row_id')
        .select('memories.superseded_by')
        .where('memories.team_id', '=', teamId)
        .where('agents.name', '=', session.agent_id)
        .where('memories.content', '=', 'Old')
        .executeTakeFirst()
    const first = await importFile(key, session.agent_id, file, { idempotencyKey: 'successors' })
    expect(await successorOf()).toEqual({ superseded_by: known })
    await db.updateTable('memory_imports').set({ answer: null }).where('team_id', '=', teamId).where('key', '=', 'successors').execute()
    const again = await importFile(key, session.agent_id, file, { idempotencyKey: 'successors' })
    expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([first.body, null])
    expect(await successorOf()).toEqual({ superseded_by: known })
  })

  test('refuses another file, other parameters and another agent', async ({ key }) => {
    const [agent, other] = [await createAgent(key), await createAgent(key)]
    const file = jsonl({ content: 'a' }, { content: 'b' })
    await importFile(key, agent, file, { idempotencyKey: 'one' })
    const send = async (name: string, sent: string, query = {}) =>
      statusAndCode(await importFile(key, name, sent, { idempotencyKey: 'one', query }))
    expect(await send(agent, jsonl({ content: 'a' }, { content: 'c' }))).toBe('422 idempotency_key_reused')
    expect(await send(agent, jsonl({ content: 'a' }))).toBe('422 idempotency_key_reused')
    expect(await send(agent, file, { from_agent: 'x' })).toBe('422 idempotency_key_reused')
    expect(await send(other, file)).toBe('422 idempotency_key_reused')
    expect(await storedContents(key, agent)).toEqual(['a', 'b'])
  })

  test('refuses the key of another call, and another call its key, but not the key of another caller', async ({ key, db, teamId }) => {
    const agent = await createAgent(key)
    const file = jsonl({ content: 'a' })
    const create = async (name: string, idempotencyKey: string) =>
      statusAndCode(
        await api.call('POST', '/api/v2/agents', { key, headers: { 'idempotency-key': idempotencyKey }, json: { agent_id: name } }),
      )
    expect(await create('by-a-call', 'used by a call')).toBe('422 invalid_request') // spaces are not allowed
    expect(await create('by-a-call', 'used-by-a-call')).toBe('201')
    expect(statusAndCode(await importFile(key, agent, file, { idempotencyKey: 'used-by-a-call' }))).toBe('422 idempotency_key_reused')
    expect(await storedContents(key, agent)).toEqual([])
    expect(statusAndCode(await importFile(key, agent, file, { idempotencyKey: 'used-by-an-import' }))).toBe('200')
    expect(await create('by-an-import', 'used-by-an-import')).toBe('422 idempotency_key_reused')
    const again = await importFile(key, agent, file, { idempotencyKey: 'used-by-an-import' })
    expect([statusAndCode(again), again.headers.get('idempotent-replayed')]).toEqual(['200', 'true'])
    const other = await createKey(db, teamId)
    expect(statusAndCode(await importFile(other, agent, file, { idempotencyKey: 'used-by-a-call' }))).toBe('200')
  })

  test('goes on after 24 hours, also when another call has used its key since', async ({ key, db, teamId, contentsOf, recordsDone }) => {
    const agent = await createAgent(key)
    const idempotencyKey = 'used-since'
    await importFile(key, agent, streamOf(brokenAfter(700)), { idempotencyKey })
    await db
      .updateTable('idempotency_records')
      .set({ created_at: sql<Date>`memanto_now() - interval '24 hours 1 minute'` })
      .where('team_id', '=', teamId)
      .where('key', '=', idempotencyKey)
      .execute()
    const create = () =>
      api.call('POST', '/api/v2/agents', { key, headers: { 'idempotency-key': idempotencyKey }, json: { agent_id: 'since' } })
    expect(statusAndCode(await create())).toBe('201')
    expect(await recordsDone(idempotencyKey)).toBe(500)
    expect((await importFile(key, agent, streamOf(numberedLines(900)), { idempotencyKey })).body).toMatchObject({
      stored: 900,
      duplicates: 0,
    })
    expect(await contentsOf(agent)).toEqual(contentsOfLines(900))
    const repeated = await create()
    expect([statusAndCode(repeated), repeated.headers.get('idempotent-replayed')]).toEqual(['201', 'true'])
  })

  test('of one key into two agents at once stores one of them', async ({ key }) => {
    const agents = [await createAgent(key), await createAgent(key)]
    for (let round = 0; round < 10; round++) {
      const file = jsonl({ content: `round ${round}` })
      const answers = await Promise.all(agents.map((agent) => importFile(key, agent, file, { idempotencyKey: `both-${round}` })))
      const codes = answers.map(statusAndCode).toSorted()
      expect(codes[0]).toBe('200')
      expect(['409 idempotency_in_progress', '422 idempotency_key_reused']).toContain(codes[1])
    }
    const stored = await Promise.all(agents.map((agent) => storedContents(key, agent)))
    expect(stored.flat()).toHaveLength(10)
  })

  test('refuses to go on with another file', async ({ key, contentsOf }) => {
    const agent = await createAgent(key)
    await importFile(key, agent, streamOf(brokenAfter(1200)), { idempotencyKey: 'changed' })
    const lines = [...numberedLines(1800)]
    const changed = await importFile(key, agent, lines.with(3, jsonl({ content: 'changed' })).join(''), { idempotencyKey: 'changed' })
    expect(statusAndCode(changed)).toBe('422 idempotency_key_reused')
    const shorter = await importFile(key, agent, lines.slice(0, 100).join(''), { idempotencyKey: 'changed' })
    expect(statusAndCode(shorter)).toBe('422 idempotency_key_reused')
    expect(await contentsOf(agent)).toEqual(contentsOfLines(1000))
  })

  test('does not go on in another agent that has the same name', async ({ key, contentsOf }) => {
    const agent = await createAgent(key)
    await importFile(key, agent, streamOf(brokenAfter(700)), { idempotencyKey: 'again' })
    expect(await contentsOf(agent)).toHaveLength(500)
    await callOk('DELETE', `/api/v2/agents/${agent}`, { key })
    await callOk('POST', '/api/v2/agents', { key, json: { agent_id: agent } })
    const again = await importFile(key, agent, streamOf(numberedLines(700)), { idempotencyKey: 'again' })
    expect(statusAndCode(again)).toBe('422 idempotency_key_reused')
    expect(await contentsOf(agent)).toEqual([])
  })

  test('goes on in the request that came last; the other one stores nothing more', async ({ key, contentsOf, recordsDone }) => {
    const agent = await createAgent(key)
    const wait = gate()
    const slow = importFile(key, agent, streamOf(linesThenWait(1500, 700, wait.promise)), { idempotencyKey: 'twice' })
    await expect.poll(() => recordsDone('twice'), SOON).toBe(500)
    const { body } = await importFile(key, agent, streamOf(numberedLines(1500)), { idempotencyKey: 'twice' })
    wait.open()
    expect(statusAndCode(await slow)).toBe('409 idempotency_in_progress')
    expect(body).toMatchObject({ stored: 1500, duplicates: 0 })
    expect(await contentsOf(agent)).toEqual(contentsOfLines(1500))
  })

  test('sent twice at the same time stores each memory once', async ({ key, contentsOf }) => {
    const agent = await createAgent(key)
    const answers = await Promise.all(
      ['at-once', 'at-once', 'at-once'].map((idempotencyKey) => importFile(key, agent, streamOf(numberedLines(1300)), { idempotencyKey })),
    )
    expect(answers.map(statusAndCode)).toContain('200')
    for (const answer of answers) expect(['200', '409 idempotency_in_progress']).toContain(statusAndCode(answer))
    expect(await contentsOf(agent)).toEqual(contentsOfLines(1300))
    expect(await callOk('GET', `/api/v2/agents/${agent}`, { key })).toMatchObject({ memory_count: 1300, session_count: 5 })
  })
})

test('an import is forgotten after a week, its memories are not', async ({ key, db, teamId }) => {
  const agent = await createAgent(key)
  const ofKey = (idempotencyKey: string) =>
    db.selectFrom('memory_imports').select('id').where('team_id', '=', teamId).where('key', '=', idempotencyKey).execute()
  for (const idempotencyKey of ['old', 'young'])
    await importFile(key, agent, jsonl({ id: 'x', content: idempotencyKey }), { idempotencyKey })
  const [old] = await ofKey('old')
  await db
    .updateTable('memory_imports')
    .set({ created_at: sql<Date>`memanto_now() - interval '7 days 1 minute'` })
    .where('team_id', '=', teamId)
    .where('key', '=', 'old')
    .execute()
  await runMaintenance()
  expect(await ofKey('old')).toEqual([])
  expect(
    await db
      .selectFrom('memory_import_ids')
      .select('old_id')
      .where('team_id', '=', teamId)
      .where('import_id', '=', old?.id ?? '')
      .execute(),
  ).toEqual([])
  expect(await ofKey('young')).toHaveLength(1)
  expect(await storedContents(key, agent)).toEqual(['old', 'young'])
})

describe('an agent', () => {
  test('takes one import at a time', async ({ key, contentsOf, recordsDone }) => {
    const agent = await createAgent(key)
    const wait = gate()
    const first = importFile(key, agent, streamOf(linesThenWait(600, 550, wait.promise)), { idempotencyKey: 'first' })
    await expect.poll(() => recordsDone('first'), SOON).toBe(500)
    expect(statusAndCode(await importFile(key, agent, jsonl({ content: 'second' })))).toBe('409 import_in_progress')
    wait.open()
    expect(statusAndCode(await first)).toBe('200')
    expect(statusAndCode(await importFile(key, agent, streamOf(numberedLines(600))))).toBe('200')
    expect(await contentsOf(agent)).toEqual(contentsOfLines(600))
  })

  test('that is deleted meanwhile gets no more memories', async ({ key, db, recordsDone }) => {
    const agent = await createAgent(key)
    const wait = gate()
    const running = importFile(key, agent, streamOf(linesThenWait(1200, 600, wait.promise)), { idempotencyKey: 'deleted' })
    await expect.poll(() => recordsDone('deleted'), SOON).toBe(500)
    await callOk('DELETE', `/api/v2/agents/${agent}`, { key })
    wait.open()
    expect(statusAndCode(await running)).toBe('404 agent_not_found')
    const left = await db
      .selectFrom('memories')
      .innerJoin('agents', 'agents.id', 'memories.agent_row_id')
      .select('memories.id')
      .where('agents.name', '=', agent)
      .execute()
    expect(left).toEqual([])
  })

  test('remembers, recalls and deletes memories while an import runs', async ({ key, contentsOf, recordsDone }) => {
    const agent = await createAgent(key)
    const { session_token: token } = await callOk<{ session_token: string }>('POST', `/api/v2/agents/${agent}/activate`, { key })
    const wait = gate()
    const running = importFile(key, agent, streamOf(linesThenWait(1200, 600, wait.promise)), { idempotencyKey: 'meanwhile' })
    await expect.poll(() => recordsDone('meanwhile'), SOON).toBe(500)
    const { memory_id } = await callOk<{ memory_id: string }>('POST', `/api/v2/agents/${agent}/remember`, {
      token,
      json: { content: 'Meanwhile' },
    })
    const recalled = await callOk<{ memories: { content: string }[] }>('POST', `/api/v2/agents/${agent}/recall`, {
      token,
      json: { query: 'Number 499' },
    })
    expect(recalled.memories[0]?.content).toBe('Number 499 of the list')
    expect(statusAndCode(await api.call('DELETE', `/api/v2/agents/${agent}/memories/${memory_id}`, { key }))).toBe('200')
    wait.open()
    expect((await running).body).toMatchObject({ stored: 1200 })
    expect(await contentsOf(agent)).toEqual(contentsOfLines(1200))
    expect(await callOk('GET', `/api/v2/agents/${agent}`, { key })).toMatchObject({ memory_count: 1200 })
  })
})

describe('after its process was killed with SIGKILL', () => {
  test.beforeAll(async () => {
    await mkdir(dirname(IMPORTER), { recursive: true })
    const entry = fileURLToPath(new URL('../../test/api/memory-importer.ts', import.meta.url))
    const settings = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const
    await build({ entryPoints: [entry], outfile: IMPORTER, ...settings })
  })
  afterAll(() => rm(IMPORTER, { force: true }))

  test('an import goes on in another process, and stores each memory once', async ({ key, url, contentsOf, recordsDone }) => {
    const agent = await createAgent(key)
    const env: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATABASE_URL: url,
      MEMANTO_SECRET: TEST_SECRET,
      LOG_LEVEL: 'silent',
      ...NO_RATE_LIMITS,
    }
    for (const done of [500, 2500]) {
      const child = spawn(process.execPath, [IMPORTER, agent, key, 'killed', '20000'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      const exit = once(child, 'exit')
      await expect.poll(() => recordsDone('killed'), { timeout: 60_000, interval: 5 }).toBeGreaterThan(done)
      child.kill('SIGKILL')
      expect(await exit).toEqual([null, 'SIGKILL'])
    }
    const { body } = await importFile(key, agent, streamOf(numberedLines(20_000)), { idempotencyKey: 'killed' })
    expect(body).toMatchObject({ records: 20_000, stored: 20_000, duplicates: 0, failed: 0 })
    expect(await contentsOf(agent)).toEqual(contentsOfLines(20_000))
    expect(await callOk('GET', `/api/v2/agents/${agent}`, { key })).toMatchObject({ memory_count: 20_000, session_count: 5 })
  }, 180_000)
})
