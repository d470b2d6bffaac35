import { sql } from 'kysely'
import { describe, expect, vi } from 'vitest'
import { type Connection, connect } from '../../db/client'
import { insertRecord } from '../../db/idempotency'
import { listOldTerms, replaceTerms } from '../../db/memory-analysis'
import { writeVersion } from '../../db/memory-changes'
import { lockMemoriesAcross } from '../../db/memory-locks'
import { listEarlierTexts, listOverdue, lockMemories, lockOverdue } from '../../db/memory-purge'
import { removeUnusedWords } from '../../db/memory-words'
import type { Db, Tx } from '../../db/schema'
import { restoreWords } from '../../db/vocabulary-checks'
import { api, callOk, statusAndCode, uniqueName } from '../../test/calls'
import { moveClock, stopClock } from '../../test/clock'
import { createDatabase } from '../../test/database'
import { countLockWaits } from '../../test/lock-waits'
import { testOfMemories } from '../../test/memories'
import { recordStatements } from '../../test/statements'
import { statementsIn } from '../../test/statements-in'
import { createKey, createTeam } from '../../test/teams'
import { findTextEverywhere } from '../../test/text-search'
import { runMaintenance } from '../maintenance'
import { analyzeMemory } from '../recall/analyze'
import { storedTerms } from '../recall/stored-terms'
import { purgeMemories } from './purge'

vi.mock('../recall/analyze', { spy: true })
vi.mock('../../db/memory-purge', { spy: true })

const DAY = 24
/** The word that must be gone, in all the ways in which a text gets somewhere. */
const SECRET = 'zanzibarski'

/** Records which statements are sent together. */
function recordBatches({ pool }: Connection): string[][] {
  const batches: string[][] = []
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => unknown
    client.query = ((first: unknown, ...rest: unknown[]) => {
      batches.push(statementsIn(first).map(({ text }) => text))
      return query(first, ...rest)
    }) as typeof client.query
  })
  return batches
}

const test = testOfMemories.extend('useEverywhere', ({ openAgent }) => async () => {
  const agent = await openAgent()
  const once = (json: object) =>
    callOk<{ id: string }>('POST', `/api/v2/agents/${agent.name}/remember`, {
      token: agent.token,
      json,
      headers: { 'idempotency-key': uniqueName('once') },
    })
  const changed = await once({ content: `${SECRET} one`, title: SECRET, tags: [SECRET], source: SECRET })
  const headers = { 'idempotency-key': uniqueName('once') }
  await agent.call('PATCH', changed.id, { content: `another text of ${SECRET}x`, reason: `because of ${SECRET}` }, headers)
  await agent.call('PATCH', changed.id, { content: 'an ordinary text', title: null, tags: [], source: 'agent' })
  const superseded = await agent.remember(`${SECRET} two`)
  const successor = await agent.remember({ content: `${SECRET} three`, supersedes: [superseded.id], check_similar: true })
  const deleted = await agent.remember(`${SECRET} four`)
  await agent.call('DELETE', deleted.id, { reason: SECRET }, { 'idempotency-key': uniqueName('once') })
  const restored = await agent.remember(`${SECRET} five`)
  await agent.call('PATCH', restored.id, { content: 'replaced' })
  await agent.call('POST', `${restored.id}/restore`, { to_version: 1 }, { 'idempotency-key': uniqueName('once') })
  const batch = await callOk<{ results: { id: string }[] }>('POST', `/api/v2/agents/${agent.name}/batch-remember`, {
    token: agent.token,
    json: { memories: [{ content: `${SECRET} six` }, { content: `${SECRET} seven` }, { content: ' ' }] },
    headers: { 'idempotency-key': uniqueName('once') },
  })
  const kept = await agent.remember('an ordinary garden')
  await agent.found(SECRET, { status: ['all'] })
  await agent.recalled('as-of', { as_of: '2100-01-01' })
  const inBatch = batch.results.flatMap(({ id }) => (id === null ? [] : [id]))
  return { agent, kept, ids: [changed, superseded, successor, deleted, restored].map(({ id }) => id).concat(inBatch) }
})

const { analyzeMemory: analyze } = await vi.importActual<typeof import('../recall/analyze')>('../recall/analyze')
const { listEarlierTexts: listTexts } = await vi.importActual<typeof import('../../db/memory-purge')>('../../db/memory-purge')

const VERSION_COLUMNS = [
  ...['team_id', 'id', 'agent_row_id', 'session_id', 'seq', 'type', 'confidence', 'tags', 'source', 'provenance', 'created_at'],
  ...['updated_at', 'status', 'trust', 'client'],
]

/** Counts how often the process is free for other requests. */
function countTurns(): { count: number; stop: () => void } {
  const turns = { count: 0, stop: () => clearImmediate(next) }
  let next = setImmediate(function count() {
    turns.count++
    next = setImmediate(count)
  })
  return turns
}

const rowOf = (db: Db, name: string) => db.selectFrom('agents').select(['team_id', 'id']).where('name', '=', name).executeTakeFirstOrThrow()

const wordsOf = (db: Db, { id }: { id: string }) => db.selectFrom('memory_words').select('word').where('agent_row_id', '=', id).execute()

const checksOf = (db: Db, { id }: { id: string }) => db.selectFrom('vocabulary_checks').selectAll().where('agent_row_id', '=', id).execute()

/** Notes that the vocabulary of an agent must be checked for all memories, and that no transaction has to end before. */
const insertCheck = (db: Db, { team_id, id }: { team_id: string; id: string }) =>
  sql`insert into vocabulary_checks (team_id, agent_row_id, since, waits_for) values (${team_id}, ${id}, '0', '{}')`.execute(db)

/** A pool of one connection, whose statements can be recorded. */
const connectOnce = (url: string) => connect({ url, poolSize: 1, prepared: false, waitMs: 5000 })

/** Deletes an agent while a transaction works on it: the deletion has begun, and waits, when the transaction ends. */
async function deleteDuring(db: Db, key: string, agent: string, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  const { deletion } = await db.transaction().execute(async (tx) => {
    await work(tx)
    await sql`select 'what the work has still to send goes with this statement'`.execute(tx)
    const deletion = api.call('DELETE', `/api/v2/agents/${agent}`, { key })
    await expect.poll(() => countLockWaits(db)).toBeGreaterThan(0)
    return { deletion }
  })
  expect((await deletion).status).toBe(200)
}

describe('after a memory was purged', () => {
  test('its text is in no column of any table, however it got there', async ({ db, useEverywhere }) => {
    const { agent, ids, kept } = await useEverywhere()
    const columns = await findTextEverywhere(db, SECRET)
    expect(columns).toEqual(
      expect.arrayContaining([
        ...['content', 'search', 'source', 'tags', 'title', 'reason']
          .map((column) => `memory_versions.${column}`)
          .filter((name) => !name.endsWith('search')),
        ...['memories.content', 'memories.search', 'memory_words.word', 'idempotency_records.answer'],
      ]),
    )
    for (const id of ids) {
      const headers = { 'idempotency-key': uniqueName('once') }
      const purge = () => agent.call('DELETE', id, { purge: true }, headers)
      expect((await purge()).body).toMatchObject({ content: '', restorable_until: null })
      expect((await purge()).body).toMatchObject({ content: '', restorable_until: null })
    }
    expect(await findTextEverywhere(db, SECRET)).toEqual([])
    expect(await agent.found(`${SECRET} garden`, { status: ['all'] })).toEqual([(await agent.read(kept.id)).content])
  })

  test('a retry of the request that stored it does not store it again', async ({ openAgent }) => {
    const agent = await openAgent()
    const sent = { token: agent.token, json: { content: 'a wooden bridge' }, headers: { 'idempotency-key': uniqueName('once') } }
    const path = `/api/v2/agents/${agent.name}/remember`
    const { id } = await callOk<{ id: string }>('POST', path, sent)
    await agent.call('DELETE', id, { purge: true })
    expect(statusAndCode(await api.call('POST', path, sent))).toBe('410 memory_purged')
    expect(await agent.recalled('recent', { status: ['all'] })).toEqual([])
  })

  test('the words of other memories can still be found when they are misspelt', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const one = await agent.remember('a marvellous chrysanthemum')
    await agent.remember('the chrysanthemum in the garden')
    await agent.call('DELETE', one.id, { purge: true })
    const { rows } = await sql<{ word: string }>`
      select word from memory_words where agent_row_id = (select id from agents where name = ${agent.name}) order by word`.execute(db)
    expect(rows.map(({ word }) => word)).toContain('chrysanthemum')
    expect(rows.map(({ word }) => word)).not.toContain('marvel')
  })

  test('no word of its versions is left, in any language', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember({ content: '東京の動物園で麒麟を見ました', title: 'Die Häuser der Giraffen', tags: ['Tiergärten'] })
    await agent.call('PATCH', id, { content: 'Она живёт в Москве', title: null, tags: [] })
    await agent.call('PATCH', id, { content: 'plain' })
    const words = db.selectFrom('memory_words').select('word')
    const ofAgent = words.where('agent_row_id', '=', (agents) => agents.selectFrom('agents').select('id').where('name', '=', agent.name))
    expect((await ofAgent.execute()).length).toBeGreaterThan(8)
    await agent.call('DELETE', id, { purge: true })
    expect(await ofAgent.execute()).toEqual([])
  })

  test('other requests take their turns while the words of many versions are found, and none of these words is left', async ({
    db,
    openAgent,
  }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('plain')
    await sql`insert into memory_versions (${sql.raw(VERSION_COLUMNS.join())}, version, content, known_from, known_until)
      select ${sql.raw(VERSION_COLUMNS.join())}, n, 'version' || n || ' ' || repeat('the heron flies over the lake. ', 30), created_at, created_at
      from memories, generate_series(1, 1200) n where id = ${id}`.execute(db)
    await sql`update memories set version = 1201 where id = ${id}`.execute(db)
    await sql`insert into memory_words (team_id, agent_row_id, word) select team_id, agent_row_id, 'version' || n
      from memories, generate_series(1, 1200) n where id = ${id}`.execute(db)
    const turns = countTurns()
    const turnsOfAnalysis = new Set<number>()
    let analysed = 0
    const analysedBetweenStatements: number[] = []
    vi.mocked(listEarlierTexts).mockImplementation((...parts) => {
      analysedBetweenStatements.push(analysed)
      analysed = 0
      return listTexts(...parts)
    })
    vi.mocked(analyzeMemory).mockImplementation((memory) => {
      analysed++
      turnsOfAnalysis.add(turns.count)
      return analyze(memory)
    })
    expect((await agent.call('DELETE', id, { purge: true })).status).toBe(200)
    turns.stop()
    expect(turnsOfAnalysis.size).toBeGreaterThan(10)
    // The analysis of the longest texts takes up to a tenth of a second each, and Postgres ends a transaction that is idle for 8 seconds.
    expect(Math.max(...analysedBetweenStatements)).toBeLessThanOrEqual(50)
    const words = await db.selectFrom('memory_words').select('word').where('word', 'like', 'version%').execute()
    expect(words).toEqual([])
  })

  test('of an agent that is deleted, no text is left either', async ({ db, key, useEverywhere }) => {
    const { agent } = await useEverywhere()
    await callOk('DELETE', `/api/v2/agents/${agent.name}`, { key, headers: { 'idempotency-key': uniqueName('once') } })
    expect(await findTextEverywhere(db, SECRET)).toEqual([])
  })
})

test('an agent that is deleted while its vocabulary is checked leaves no word of it', async ({ db, key, openAgent }) => {
  const agent = await openAgent()
  await agent.remember('a spinet')
  const row = await rowOf(db, agent.name)
  await insertCheck(db, row)
  await db.deleteFrom('memory_words').where('agent_row_id', '=', row.id).execute()
  await deleteDuring(db, key, agent.name, (tx) => restoreWords(tx, row))
  expect(await wordsOf(db, row)).toEqual([])
  expect(await checksOf(db, row)).toEqual([])
})

test('a purge is not idle for long while it finds the words of versions, however slow that is', async ({ db, database, openAgent }) => {
  const agent = await openAgent()
  const row = await rowOf(db, agent.name)
  const { id } = await agent.remember('a psaltery')
  await sql`insert into memory_versions (${sql.raw(VERSION_COLUMNS.join())}, version, content, known_from, known_until)
    select ${sql.raw(VERSION_COLUMNS.join())}, n, 'version' || n, created_at, created_at from memories, generate_series(1, 20) n where id = ${id}`.execute(
    db,
  )
  const connection = connectOnce(database.url)
  const sent = recordStatements(connection)
  const now = performance.now.bind(performance)
  let passed = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + passed)
  vi.mocked(analyzeMemory).mockImplementation((memory) => {
    passed += 600
    return analyze(memory)
  })
  await connection.db.transaction().execute((tx) => purgeMemories(tx, row, [{ id, status: 'active' }]))
  clock.mockRestore()
  vi.mocked(analyzeMemory).mockImplementation(analyze)
  await connection.pool.end()
  expect(sent.filter((text) => text.includes('not idle')).length).toBeGreaterThanOrEqual(10)
})

test('the words of a purge are removed by statements of which none waits for the others, and the memories are read by one', async ({
  db,
  database,
  openAgent,
}) => {
  const agent = await openAgent()
  const row = await rowOf(db, agent.name)
  const { id } = await agent.remember('a dulcimer')
  const terms = Array.from({ length: 3500 }, (_, nth) => `tern${nth}`)
  await sql`insert into memory_words (team_id, agent_row_id, word) select ${row.team_id}, ${row.id}, unnest(${terms}::text[])`.execute(db)
  const connection = connectOnce(database.url)
  const batches = recordBatches(connection)
  await connection.db.transaction().execute((tx) => removeUnusedWords(tx, row, [id], terms))
  await connection.pool.end()
  const sent = batches.flat()
  const removals = (texts: string[]) => texts.filter((text) => text.includes('delete from memory_words')).length
  expect(removals(sent)).toBe(4)
  expect(Math.max(...batches.map(removals))).toBe(1)
  expect(sent.filter((text) => text.includes('to_tsvector'))).toHaveLength(1)
  expect(await wordsOf(db, row)).toEqual([])
})

test('an agent that is deleted while one of its memories is changed leaves no word of it', async ({ db, key, openAgent }) => {
  const agent = await openAgent()
  const { id } = await agent.remember('a harpsichord')
  const row = await rowOf(db, agent.name)
  await deleteDuring(db, key, agent.name, async (tx) => {
    const terms = storedTerms({ title: null, content: 'a clavichord', tags: [] })
    await writeVersion(tx, row, id, { content: 'a clavichord' }, { kind: 'key', id: 'k', client: '', sessionId: null, reason: null }, terms)
  })
  expect(await wordsOf(db, row)).toEqual([])
})

test('an agent that is deleted while one of its memories is changed leaves no text of it in a stored answer', async ({
  db,
  key,
  openAgent,
}) => {
  const agent = await openAgent()
  const { id } = await agent.remember('a harpsichord')
  const row = await rowOf(db, agent.name)
  await deleteDuring(db, key, agent.name, async (tx) => {
    await lockMemories(tx, row.team_id, [id])
    const answer = JSON.stringify({ result: { memory: { id, agent_row_id: row.id, content: SECRET } } })
    await insertRecord(tx, { teamId: row.team_id, caller: 'key k', key: 'once' }, 'f', answer)
  })
  expect(await findTextEverywhere(db, SECRET)).toEqual([])
})

test('the answer to an approval of a memory that was stored days ago and needed none has no text after a purge', async ({
  db,
  key,
  openAgent,
}) => {
  const agent = await openAgent()
  const { id } = await agent.remember(`an old ${SECRET}`)
  await moveClock(db, 3 * DAY)
  const headers = { 'idempotency-key': uniqueName('once') }
  const approve = () => api.call('POST', `/api/v2/agents/${agent.name}/memories/${id}/approve`, { key, headers })
  expect(statusAndCode(await approve())).toBe('200')
  expect((await agent.call('DELETE', id, { purge: true })).status).toBe(200)
  expect(await findTextEverywhere(db, SECRET)).toEqual([])
  expect(statusAndCode(await approve())).toBe('410 memory_purged')
  await moveClock(db, 0)
})

describe('maintenance', () => {
  test('purges what was deleted once the grace period is over, in batches, of this team alone', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const otherTeam = await createTeam(db)
    await db.updateTable('teams').set({ deletion_grace_days: 30 }).where('id', '=', otherTeam).execute()
    const theirs = await deletedMemoryOf(await createKey(db, otherTeam))
    const kept = await agent.remember('an active memory of sunflowers')
    const superseded = await agent.remember('a superseded memory of sunflowers')
    await agent.call('POST', `${superseded.id}/supersede`)
    await agent.remember({ content: 'an expired memory of sunflowers', ttl_hours: 1 })
    const many = Array.from({ length: 100 }, (_, nth) => ({ content: `the ${SECRET} number ${nth}` }))
    for (let batch = 0; batch < 5; batch++)
      await callOk('POST', `/api/v2/agents/${agent.name}/batch-remember`, { token: agent.token, json: { memories: many } })
    await sql`update memories set status = 'deleted', status_at = memanto_now() where content like ${`%${SECRET}%`} and agent_row_id = (select id from agents where name = ${agent.name})`.execute(
      db,
    )
    await sql`update agents set settled_memories = settled_memories - 500 where name = ${agent.name}`.execute(db)

    await moveClock(db, 6.9 * DAY)
    await runMaintenance()
    expect(await findTextEverywhere(db, SECRET)).toContain('memories.content')
    await moveClock(db, 7.1 * DAY)
    await runMaintenance()
    expect(await findTextEverywhere(db, SECRET)).toEqual([])
    expect((await agent.read(kept.id)).status).toBe('active')
    expect((await agent.read(superseded.id)).status).toBe('superseded')
    const left = db.selectFrom('memories').select('status')
    const ofAgent = left.where('agent_row_id', '=', (agents) => agents.selectFrom('agents').select('id').where('name', '=', agent.name))
    expect((await ofAgent.execute()).map(({ status }) => status).sort()).toEqual(['active', 'expired', 'superseded'])
    expect(await left.where('id', '=', theirs).execute()).toEqual([{ status: 'deleted' }])
    const entries = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'memory.purged')
      .where('target_name', '=', agent.name)
      .execute()
    expect(entries.map(({ after }) => (after as { memories: number }).memories)).toEqual([100, 100, 100, 100, 100])
    expect(entries[0]).toMatchObject({ by_kind: 'system', target_kind: 'agent' })
    await moveClock(db, 0)
  })

  test('purges the memories of other agents, and other memories of the agent, when one batch cannot be purged', async ({
    db,
    openAgent,
  }) => {
    const [failing, other] = [await openAgent(), await openAgent()]
    for (let nth = 0; nth < 3; nth++)
      for (const agent of [failing, other]) await agent.call('DELETE', (await agent.remember(`kiwi ${nth}`)).id)
    const row = await db.selectFrom('agents').select('id').where('name', '=', failing.name).executeTakeFirstOrThrow()
    await sql`update memories set version = 200 where agent_row_id = ${row.id}`.execute(db)
    const [first] = await db.selectFrom('memories').select('id').where('agent_row_id', '=', row.id).orderBy('status_at').execute()
    await sql`create function keep_kiwi() returns trigger language plpgsql as $$ begin
      if old.id = ${sql.lit(first?.id)} then raise exception 'kept'; end if; return old; end $$`.execute(db)
    await sql`create trigger keep_kiwi before delete on memories for each row execute function keep_kiwi()`.execute(db)
    await moveClock(db, 8 * DAY)
    await expect(runMaintenance()).rejects.toThrow('maintenance of a team failed')
    const left = await db.selectFrom('memories').select('id').where('content', 'like', 'kiwi%').execute()
    expect(left).toEqual([{ id: first?.id }])
    await sql`drop trigger keep_kiwi on memories`.execute(db)
    await runMaintenance()
    expect(await db.selectFrom('memories').select('id').where('content', 'like', 'kiwi%').execute()).toEqual([])
    await moveClock(db, 0)
  })

  test('purges a memory or lets it be restored, when both happen at once, and counts it right', async ({ db, key, openAgent }) => {
    for (let round = 0; round < 10; round++) {
      // Maintenance ends its session, since the clock is moved.
      const agent = await openAgent()
      const { id } = await agent.remember(uniqueName('text'))
      await agent.call('DELETE', id)
      await moveClock(db, 8 * DAY)
      const [restored] = await Promise.all([agent.call('POST', `${id}/restore`), runMaintenance()])
      await moveClock(db, 0)
      const found = await agent.call('GET', id)
      expect([restored.status, found.status]).toEqual(restored.status === 200 ? [200, 200] : [404, 404])
      if (found.status === 200) await agent.call('DELETE', id, { purge: true })
      expect(await callOk('GET', `/api/v2/agents/${agent.name}`, { key })).toMatchObject({ memory_count: 0 })
    }
  })
})

async function deletedMemoryOf(key: string): Promise<string> {
  const agent = uniqueName()
  const { session_token: token } = await callOk<{ session_token: string }>('POST', `/api/v2/agents/${agent}/activate`, {
    key,
    json: { create: true },
  })
  const { id } = await callOk<{ id: string }>('POST', `/api/v2/agents/${agent}/remember`, { token, json: { content: 'theirs' } })
  await callOk('DELETE', `/api/v2/agents/${agent}/memories/${id}`, { key })
  return id
}

test('a day of the grace period has 24 hours, also where the clock of the server’s time zone is changed', async ({ db }) => {
  const teamId = await createTeam(db)
  await db.updateTable('teams').set({ deletion_grace_days: 1 }).where('id', '=', teamId).execute()
  const id = await deletedMemoryOf(await createKey(db, teamId))
  const deletedAt = new Date('2027-03-27T12:30:00Z')
  await db.updateTable('memories').set({ status_at: deletedAt }).where('id', '=', id).execute()
  const overdueAfter = async (hours: number) => {
    await stopClock(db, new Date(deletedAt.getTime() + hours * 3_600_000))
    return db.transaction().execute(async (tx) => {
      await sql`set local time zone 'Europe/Berlin'`.execute(tx)
      return (await listOverdue(tx, teamId, 5, [])).map((memory) => memory.id)
    })
  }
  expect([await overdueAfter(23.5), await overdueAfter(24.5)]).toEqual([[], [id]])
  await moveClock(db, 0)
})

test('memories are locked in the same order by all, whatever the collation of the database is', async ({ db, openAgent }) => {
  const agent = await openAgent()
  const { id } = await agent.remember('plain')
  const { team_id: teamId, agent_row_id } = await db
    .selectFrom('memories')
    .select(['team_id', 'agent_row_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const columns = VERSION_COLUMNS.filter((column) => column !== 'id' && column !== 'seq').join()
  const ids = ['mem_B', 'mem_a']
  const tx = await db.startTransaction().execute()
  try {
    await sql`alter table memories alter column id type text collate "en-x-icu"`.execute(tx)
    await sql`insert into memories (${sql.raw(columns)}, id, content, search) select ${sql.raw(columns)}, n, 'plain', 'plain'
      from memories, unnest(${ids}::text[]) n where id = ${id}`.execute(tx)
    await sql`update memories set status = 'deleted', status_at = '2020-01-01' where id = any (${ids})`.execute(tx)
    const locked = [
      await lockMemories(tx, teamId, ids),
      await lockMemoriesAcross(tx, { teamId, agentRowIds: null }, ids, 'change'),
      await lockOverdue(tx, { team_id: teamId, id: agent_row_id }, ids),
    ]
    for (const memories of locked) expect(memories.map((memory) => memory.id)).toEqual(ids.toSorted())
  } finally {
    await tx.rollback().execute()
  }
})

describe('the vocabulary of an agent', () => {
  test('keeps a word that a purge removes while the terms of another memory are replaced by terms with it', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const row = await rowOf(db, agent.name)
    const { id } = await agent.remember('a rhinoceros')
    const other = await agent.remember('a lake')
    const memories = await listOldTerms(db, row.team_id, 32_767, '', 1000)
    const old = memories.find((memory) => memory.id === other.id)
    if (old === undefined) throw new Error('The memory was not listed.')
    const { purge } = await db.transaction().execute(async (tx) => {
      await replaceTerms(tx, old, storedTerms({ title: null, content: 'a rhinoceros', tags: [] }))
      await sql`select 'what is still to send goes with this statement'`.execute(tx)
      const purge = agent.call('DELETE', id, { purge: true })
      await expect.poll(() => countLockWaits(db)).toBeGreaterThan(0)
      return { purge }
    })
    expect((await purge).status).toBe(200)
    expect((await wordsOf(db, row)).map(({ word }) => word)).toContain('rhinocero')
  })

  test('gets a word back that was removed while another transaction stored a memory with it', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const row = await db.selectFrom('agents').selectAll().where('name', '=', agent.name).executeTakeFirstOrThrow()
    const words = async () => {
      const found = await wordsOf(db, row)
      return found.map(({ word }) => word)
    }
    const { id } = await agent.remember('a hippopotamus')
    const other = await agent.remember('a lake')
    const { db: otherDatabase } = await createDatabase()
    const elsewhere = await otherDatabase.startTransaction().execute() // It cannot store a memory in this database: no reason to wait.
    await sql`select 1`.execute(elsewhere)
    const transaction = db.transaction().setIsolationLevel('repeatable read')
    await transaction.execute(async (tx) => {
      // It sees the vocabulary as it was before the purge, and has no number yet: as a statement that waits for a lock before it stores its memory.
      await sql`select 1 from memory_words limit 1`.execute(tx)
      await agent.call('DELETE', id, { purge: true })
      expect(await words()).not.toContain('hippopotamus')
      for (let round = 0; round < 3; round++) await runMaintenance()
      await sql`update memories set search = '''hippopotamus'':1', content = 'a hippopotamus', txid = pg_current_xact_id() where id = ${other.id}`.execute(
        tx,
      )
      expect(await words()).not.toContain('hippopotamus')
    })
    await runMaintenance()
    expect(await words()).toContain('hippopotamus')
    expect(await checksOf(db, row)).toEqual([])
    await elsewhere.rollback().execute()
  })
})

test('the words of many memories are added to a vocabulary in parts, so that no statement takes long', async ({
  db,
  database,
  openAgent,
}) => {
  const agent = await openAgent()
  const row = await rowOf(db, agent.name)
  const { id } = await agent.remember('plain')
  const columns = VERSION_COLUMNS.filter((column) => column !== 'id' && column !== 'seq').join()
  await sql`insert into memories (${sql.raw(columns)}, id, content, search) select ${sql.raw(columns)}, 'mem_heron' || n, 'heron', ('heron' || n)::tsvector
    from memories, generate_series(1, 1100) n where id = ${id}`.execute(db)
  await insertCheck(db, row)
  const connection = connectOnce(database.url)
  const sent = recordStatements(connection)
  const restore = (after?: Awaited<ReturnType<typeof restoreWords>>) =>
    connection.db.transaction().execute((tx) => restoreWords(tx, row, after))
  const first = await restore()
  expect(first).toBeDefined()
  // The row is not locked between two parts, so that a purge can restart the check.
  await sql`update vocabulary_checks set waits_for = '{}' where agent_row_id = ${row.id}`.execute(db)
  const second = await restore(first)
  expect(second).toBeDefined()
  expect(await restore(second)).toBeUndefined()
  await connection.pool.end()
  expect(sent.filter((text) => text.includes('insert into memory_words'))).toHaveLength(3)
  expect(await checksOf(db, row)).toEqual([])
  const words = await db
    .selectFrom('memory_words')
    .select('word')
    .where('agent_row_id', '=', row.id)
    .where('word', 'like', 'heron%')
    .execute()
  expect(words).toHaveLength(1100)
})

describe('an agent on legal hold', () => {
  test('keeps its memories, until the hold ends', async ({ db, key, openAgent }) => {
    const agent = await openAgent()
    const path = `/api/v2/agents/${agent.name}`
    const { id } = await agent.remember('evidence')
    const hold = (legal_hold: boolean) => callOk('PATCH', path, { key, json: { legal_hold } })
    expect(await hold(true)).toMatchObject({ legal_hold: true })
    expect(await callOk('GET', path, { key })).toMatchObject({ legal_hold: true })
    expect(statusAndCode(await agent.call('DELETE', id, { purge: true }))).toBe('409 legal_hold')
    expect(statusAndCode(await api.call('DELETE', path, { key }))).toBe('409 legal_hold')
    expect((await agent.call('DELETE', id)).status).toBe(200)
    await moveClock(db, 9 * DAY)
    await runMaintenance()
    expect((await agent.call('POST', `${id}/restore`)).status).toBe(200)
    await agent.call('DELETE', id)
    await hold(false)
    await moveClock(db, 17 * DAY)
    await runMaintenance()
    expect(statusAndCode(await agent.call('POST', `${id}/restore`))).toBe('404 memory_not_found')
    await moveClock(db, 0)
  })

  test('keeps a deleted memory also where the team has no grace period', async ({ db }) => {
    const teamId = await createTeam(db)
    await db.updateTable('teams').set({ deletion_grace_days: 0 }).where('id', '=', teamId).execute()
    const key = await createKey(db, teamId)
    const agent = uniqueName()
    const { session_token: token } = await callOk<{ session_token: string }>('POST', `/api/v2/agents/${agent}/activate`, {
      key,
      json: { create: true },
    })
    const { id } = await callOk<{ id: string }>('POST', `/api/v2/agents/${agent}/remember`, { token, json: { content: 'evidence' } })
    await callOk('PATCH', `/api/v2/agents/${agent}`, { key, json: { legal_hold: true } })
    expect(await callOk('DELETE', `/api/v2/agents/${agent}/memories/${id}`, { key })).toMatchObject({
      restorable_until: expect.any(String),
      message: expect.stringContaining('for as long as its agent is on legal hold'),
    })
    await runMaintenance()
    expect(await callOk('POST', `/api/v2/agents/${agent}/memories/${id}/restore`, { key })).toMatchObject({ content: 'evidence' })
  })

  test('is set and ended by admins alone', async ({ db, teamId, key, openAgent }) => {
    const agent = await openAgent()
    const member = await createKey(db, teamId, { scopes: ['agents:read', 'agents:write', 'memories:write'] })
    const path = `/api/v2/agents/${agent.name}`
    for (const legal_hold of [true, false])
      expect(statusAndCode(await api.call('PATCH', path, { key: member, json: { legal_hold } }))).toBe('403 insufficient_scope')
    expect(await callOk('PATCH', path, { key: member, json: { description: 'changed' } })).toMatchObject({ legal_hold: false })
    expect(await callOk('GET', path, { key })).toMatchObject({ legal_hold: false })
  })
})
