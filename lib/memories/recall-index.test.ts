import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { z } from 'zod'
import { connect } from '../../db/client'
import { insertMemories, type NewMemory } from '../../db/memories'
import { writeVersion } from '../../db/memory-changes'
import { purgeDeletions } from '../../db/memory-deletions'
import { deleteMemories } from '../../db/memory-purge'
import { listChosen } from '../../db/recall'
import type { AgentKey, Tx } from '../../db/schema'
import { NO_PERSON, NO_SECRET } from '../../db/session-authorization'
import { callOk, startSession } from '../../test/calls'
import { testInOneTeam } from '../../test/fixtures'
import { recordStatements } from '../../test/statements'
import { keyIdOf } from '../../test/teams'
import { newId } from '../ids'
import { runMaintenance } from '../maintenance'
import { setSince } from '../recall/agent-memories'
import { ANALYSIS_VERSION } from '../recall/analyze'
import { keptIndex } from '../recall/index-cache'
import { storedTerms } from '../recall/stored-terms'
import type { RECALLED } from './schemas'

const AUTHOR = { kind: 'key' as const, id: 'k', client: 'test', sessionId: null, reason: null }

type Recalled = z.infer<typeof RECALLED>

const test = testInOneTeam.extend('createAgent', ({ key, db, teamId }) => async () => {
  const session = await startSession(key)
  const { agent_id: name, session_token: token, session_id: sessionId } = session
  const path = `/api/v2/agents/${name}`
  const { id } = await db.selectFrom('agents').select('id').where('name', '=', name).executeTakeFirstOrThrow()
  const request = {
    ...{ teamId, sessionId, agentName: name, issuedToKeyId: keyIdOf(key), issuedToPersonId: NO_PERSON },
    ...{ scope: 'memories:write', rolesWithScope: [], companionKeyId: '', companionSecretHash: NO_SECRET, address: '' },
  }
  return {
    row: { team_id: teamId, id },
    request,
    path,
    token,
    remember: (memory: string | object) =>
      callOk<{ id: string }>('POST', `${path}/remember`, { token, json: typeof memory === 'string' ? { content: memory } : memory }),
    recall: async (query: string, others: object = {}) =>
      (await callOk<Recalled>('POST', `${path}/recall`, { token, json: { query, ...others } })).memories,
    found: async (query: string, others: object = {}) =>
      (await callOk<Recalled>('POST', `${path}/recall`, { token, json: { query, ...others } })).memories.map(({ content }) => content),
  }
})

/** A memory as another process would store it. */
function memoryOf(content: string): NewMemory & ReturnType<typeof storedTerms> {
  const memory = { id: newId('mem'), type: 'fact', title: null, content, confidence: 0.8, tags: [], source: 'agent' } as const
  return { ...memory, tags: [], provenance: 'observed', occurredAt: null, ...storedTerms({ title: null, content, tags: [] }) }
}

/** Stores a memory without counting it: a counter that is locked until the transaction ends would make others wait. */
async function insertUncounted(
  tx: Tx,
  { row, request }: { row: AgentKey; request: { sessionId: string } },
  memory: ReturnType<typeof memoryOf>,
) {
  const { wordCount: word_count, occurredAt: _, ...columns } = memory
  const owner = { team_id: row.team_id, agent_row_id: row.id, session_id: request.sessionId }
  await tx
    .insertInto('memories')
    .values({ ...columns, ...owner, word_count })
    .execute()
}

describe('an index is as current as the database', () => {
  test('what a transaction stores that began early and ends late is not missed', async ({ db, createAgent }) => {
    const agent = await createAgent()
    await agent.remember('apple one')
    expect(await agent.found('apple')).toHaveLength(1)
    await db.transaction().execute(async (tx) => {
      await insertUncounted(tx, agent, memoryOf('apple late'))
      for (const nth of ['two', 'three']) {
        await agent.remember(`apple ${nth}`)
        expect(await agent.found('apple')).toContain(`apple ${nth}`)
        expect(await agent.found('apple late')).not.toContain('apple late')
      }
    })
    expect((await agent.found('apple late'))[0]).toBe('apple late')
    expect(await agent.found('apple')).toHaveLength(4)
  })

  test('a change that another process made is found with its new text, also when its transaction has a lower number than the last change', async ({
    db,
    createAgent,
  }) => {
    const agent = await createAgent()
    const { id } = await agent.remember('an apple')
    expect(await agent.found('apple')).toEqual(['an apple'])
    const change = (tx: Tx, content: string) =>
      writeVersion(tx, agent.row, id, { content }, AUTHOR, storedTerms({ title: null, content, tags: [] }))
    await db.transaction().execute(async (early) => {
      await sql`select pg_current_xact_id()`.execute(early)
      await db.transaction().execute((late) => change(late, 'a pear'))
      expect(await agent.found('pear')).toEqual(['a pear'])
      await change(early, 'a plum')
    })
    expect(await agent.found('pear')).toEqual([])
    expect(await agent.found('plum')).toEqual(['a plum'])
  })

  test('a memory that another process deleted is not found, also when the deletion is no longer listed', async ({ db, createAgent }) => {
    const agent = await createAgent()
    const ids = [await agent.remember('apple one'), await agent.remember('apple two'), await agent.remember('apple three')]
    expect(await agent.found('apple')).toHaveLength(3)
    const remove = (id = '') => db.transaction().execute((tx) => deleteMemories(tx, agent.row, [id], []))
    await remove(ids[0]?.id)
    expect(await agent.found('apple')).toEqual(['apple three', 'apple two'])
    await remove(ids[1]?.id)
    await db.updateTable('memory_deletions').set({ deleted_at: sql<Date>`memanto_now() - interval '2 hours'` }).execute()
    expect(await purgeDeletions(db, agent.row.team_id, 500)).toBe(2)
    expect(await agent.found('apple')).toEqual(['apple three'])
    await agent.remember('apple four')
    expect(await agent.found('apple')).toEqual(['apple four', 'apple three'])
  })

  test('a memory that was purged and imported again under its id is found by each recall while an earlier transaction runs', async ({
    db,
    createAgent,
  }) => {
    const agent = await createAgent()
    await db.transaction().execute(async (early) => {
      await sql`select pg_current_xact_id()`.execute(early)
      const { id } = await agent.remember('an apple')
      expect(await agent.found('apple')).toEqual(['an apple'])
      await db.transaction().execute((tx) => deleteMemories(tx, agent.row, [id], []))
      await insertMemories(db, agent.request, [{ ...memoryOf('an apple'), id }])
      for (let recall = 0; recall < 4; recall++) expect(await agent.found('apple')).toEqual(['an apple'])
    })
  })

  test('rows that were changed by hand, without a note of it, do not spoil an answer', async ({ db, createAgent }) => {
    const agent = await createAgent()
    await agent.remember('apple one')
    const { id } = await agent.remember('apple two')
    expect(await agent.found('apple')).toHaveLength(2)
    await db.deleteFrom('memories').where('id', '=', id).execute()
    expect(await agent.found('apple')).toEqual(['apple one'])
  })

  test('an index that is ahead of the database, which an earlier copy of it replaced, is built again', async ({ db, createAgent }) => {
    const agent = await createAgent()
    await agent.remember('apple one')
    expect(await agent.found('apple')).toHaveLength(1)
    setSince(keptIndex(agent.row) ?? expect.fail('an index is kept'), '1000000000')
    await insertMemories(db, agent.request, [memoryOf('apple two')])
    expect(await agent.found('apple')).toEqual(['apple two', 'apple one'])
  })

  test('more changes than are applied one by one are read with the whole agent', async ({ db, createAgent }) => {
    const agent = await createAgent()
    await agent.remember('apple one')
    expect(await agent.found('apple')).toHaveLength(1)
    const many = Array.from({ length: 2100 }, (_, nth) => memoryOf(`pear ${nth}`))
    for (let from = 0; from < many.length; from += 700) await insertMemories(db, agent.request, many.slice(from, from + 700))
    expect((await agent.found('pear 1234', { limit: 1 }))[0]).toBe('pear 1234')
    expect(await agent.found('apple', { limit: 1 })).toEqual(['apple one'])
  })

  test('requests that need the same index at once build it once', async ({ db, createAgent }) => {
    const agent = await createAgent()
    const many = Array.from({ length: 1900 }, (_, nth) => memoryOf(`pear ${nth} of the tree ${nth * 7919} in the garden`))
    for (let from = 0; from < many.length; from += 700) await insertMemories(db, agent.request, many.slice(from, from + 700))
    const built = Array.from({ length: 4 }, async () => {
      expect(await agent.found('pear 1234', { limit: 1 })).toEqual([expect.stringContaining('pear 1234')])
      return keptIndex(agent.row)
    })
    expect(new Set(await Promise.all(built)).size).toBe(1)
  })

  test('what was recalled while others stored, changed and deleted is counted once for each answer', async ({ db, createAgent }) => {
    const agent = await createAgent()
    await Promise.all(Array.from({ length: 60 }, (_, nth) => (nth % 2 ? agent.remember(`apple ${nth}`) : agent.recall('apple'))))
    const { rows } = await sql<{ recalls: number }>`
      select sum(recalls)::bigint as recalls from session_counters where session_id = ${agent.request.sessionId}`.execute(db)
    expect(rows).toEqual([{ recalls: 30 }])
  })
})

test('the changes that an index knows are hashed: there are thousands while a transaction of another client lasts', async ({
  database,
  createAgent,
}) => {
  const { row } = await createAgent()
  const connection = connect({ url: database.url, poolSize: 1, prepared: false, waitMs: 5000 })
  const sent = recordStatements(connection)
  await listChosen(connection.db, row, {
    chosen: [],
    known: [],
    mustBeCurrent: true,
    analysis: ANALYSIS_VERSION,
    statuses: ['active'],
    since: '1',
    keptFrom: '',
  })
  const plan = await connection.db.transaction().execute(async (tx) => {
    await sql`set local plan_cache_mode = force_generic_plan`.execute(tx)
    await sql.raw(`prepare listing as ${sent.find((text) => text.includes('changed as'))}`).execute(tx)
    const values = `'${row.team_id}', '${row.id}', '{}', '{}', '1', '', '{}', '{}', true, 1, 2001, '{active}'`
    return (await sql<{ 'QUERY PLAN': string }>`explain (costs off) execute listing(${sql.raw(values)})`.execute(tx)).rows
  })
  await connection.db.destroy()
  expect(plan.filter((line) => line['QUERY PLAN'].includes('hashed SubPlan'))).toHaveLength(2)
})

describe('an answer', () => {
  test('is the beginning of the answer with a larger limit, also for misspelt words', async ({ createAgent }) => {
    const agent = await createAgent()
    for (let nth = 0; nth < 25; nth++) await agent.remember(`the databse of office ${nth % 4}${nth % 3 ? ' and the warehouse' : ''}`)
    await agent.remember('a database')
    for (const query of ['database', 'databsae warehuose', 'office 3 warehouse']) {
      const all = (await agent.recall(query, { limit: 30 })).map(({ id }) => id)
      for (const limit of [1, 2, 5, 10, 20]) expect((await agent.recall(query, { limit })).map(({ id }) => id)).toEqual(all.slice(0, limit))
    }
  })

  test('has the same memories under a filter as without it, as far as they match', async ({ createAgent }) => {
    const agent = await createAgent()
    for (let nth = 0; nth < 40; nth++)
      await agent.remember({
        content: `apple ${nth} pear`,
        type: nth % 5 ? 'fact' : 'goal',
        tags: nth % 2 ? ['odd'] : [],
        confidence: (nth % 10) / 10,
      })
    const all = await agent.recall('apple 7 pear', { limit: 100 })
    const goals = await agent.recall('apple 7 pear', { limit: 100, type: ['goal'] })
    expect(goals.map(({ id, score }) => [id, score])).toEqual(all.filter(({ type }) => type === 'goal').map(({ id, score }) => [id, score]))
    const odd = await agent.recall('apple 7 pear', { limit: 3, tags: ['odd'], min_confidence: 0.5 })
    const expected = all.filter(({ tags, confidence }) => tags.includes('odd') && confidence >= 0.5)
    expect(odd.map(({ id }) => id)).toEqual(expected.slice(0, 3).map(({ id }) => id))
  })

  test('finds all of thirty identifiers by a part that they have in common', async ({ createAgent }) => {
    const agent = await createAgent()
    for (let nth = 10; nth < 40; nth++) await agent.remember(`node-${nth}-frankfurt.example.com is up`)
    expect(await agent.found('frankfurt', { limit: 100 })).toHaveLength(30)
    expect(await agent.found('frankfrut', { limit: 100 })).toHaveLength(30)
    expect((await agent.found('node-23-frankfurt', { limit: 1 }))[0]).toContain('node-23-frankfurt')
  })

  test('explains each score on demand, and only then', async ({ createAgent }) => {
    const agent = await createAgent()
    await agent.remember('Ada: I moved to Paris')
    await agent.remember('unrelated')
    const [plain] = await agent.recall('ada paris')
    expect(plain).not.toHaveProperty('reasons')
    const [memory] = await agent.recall('ada paris', { explain: true })
    const { words, name, date, session } = memory?.reasons ?? { words: [] }
    const sum = words.reduce((total, { score }) => total + score, 0) + (name?.score ?? 0) + (date?.score ?? 0) + (session?.score ?? 0)
    expect(sum).toBeCloseTo(memory?.score ?? 0)
    expect(words.map(({ word }) => word)).toEqual(['ada', 'paris'])
    expect(name?.words).toEqual(['ada'])
  })
})

describe('when a memory happened', () => {
  test('lists, recent and as-of go by it, and a change can take it back', async ({ key, createAgent }) => {
    const agent = await createAgent()
    await agent.remember({ content: 'today' })
    const { id } = await agent.remember({ content: 'in 2020', occurred_at: '2020-05-01T10:00:00Z' })
    const batch = { memories: [{ content: 'in 2021', occurred_at: '2021-05-01' }] }
    await callOk('POST', `${agent.path}/batch-remember`, { token: agent.token, json: batch })
    const contents = async (path: string, json: object) =>
      (await callOk<Recalled>('POST', agent.path + path, { token: agent.token, json })).memories.map(({ content }) => content)
    expect(await contents('/recall/recent', {})).toEqual(['today', 'in 2021', 'in 2020'])
    expect(await contents('/recall/as-of', { as_of: '2020-12-31' })).toEqual(['in 2020'])
    const listed = await callOk<Recalled & { next_cursor: string }>('GET', `${agent.path}/memories`, { key, query: { limit: 2 } })
    expect(listed.memories.map(({ content }) => content)).toEqual(['today', 'in 2021'])
    const next = await callOk<Recalled>('GET', `${agent.path}/memories`, { key, query: { limit: 2, cursor: listed.next_cursor } })
    expect(next.memories).toMatchObject([{ content: 'in 2020', occurred_at: '2020-05-01T10:00:00Z' }])
    const changed = await callOk<{ occurred_at: string; created_at: string }>('PATCH', `${agent.path}/memories/${id}`, {
      key,
      json: { occurred_at: null },
    })
    expect(changed.occurred_at).toBe(changed.created_at)
    expect(await contents('/recall/as-of', { as_of: '2020-12-31' })).toEqual([])
  })

  test('a time that the query names prefers memories of it', async ({ createAgent }) => {
    const agent = await createAgent()
    for (const year of [2019, 2020, 2021, 2022]) await agent.remember({ content: 'a visit to the zoo', occurred_at: `${year}-06-10` })
    const [first] = await agent.recall('the zoo in 2020')
    expect(first?.occurred_at).toMatch(/^2020/)
  })
})

describe('memories whose terms were found by an earlier version', () => {
  test('are found at once, and get their terms from maintenance', async ({ db, createAgent }) => {
    const agent = await createAgent()
    const { id } = await agent.remember('我们使用数据库存储')
    await sql`update memories set search = to_tsvector('english', content), analysis = 0, txid = pg_current_xact_id() where id = ${id}`.execute(
      db,
    )
    await db.updateTable('teams').set({ analysis: 0 }).where('id', '=', agent.row.team_id).execute()
    expect(await agent.found('数据库')).toEqual(['我们使用数据库存储'])
    await runMaintenance()
    const memory = await db.selectFrom('memories').select(['analysis', 'search']).where('id', '=', id).executeTakeFirstOrThrow()
    expect(memory).toMatchObject({ analysis: ANALYSIS_VERSION, search: expect.stringContaining('使用') })
    const team = await db.selectFrom('teams').select('analysis').where('id', '=', agent.row.team_id).executeTakeFirstOrThrow()
    expect(team.analysis).toBe(ANALYSIS_VERSION)
    expect(await agent.found('数据库')).toEqual(['我们使用数据库存储'])
  })
})
