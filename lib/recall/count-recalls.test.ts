import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { countRecalls, hasUncountedRecalls } from '../../db/memory-uses'
import { countLockWaits } from '../../test/lock-waits'
import { createAgent, db, teamId } from '../../test/recall/recalled-agents'
import { countAllRecalls } from './count-recalls'

const HERE = { kind: 'recalled', by_kind: 'system', by_id: 'x' } as const

const count = (limit = 100) => db.transaction().execute((tx) => countRecalls(tx, teamId, limit))

/** How often each of these memories was recalled, as far as it is counted. */
async function uses(ids: string[]): Promise<number[]> {
  const rows = await db.selectFrom('memory_uses').selectAll().where('memory_id', 'in', ids).execute()
  return ids.map((id) => rows.find(({ memory_id }) => memory_id === id)?.recalled_count ?? 0)
}

async function createMemories(...contents: string[]) {
  const agent = await createAgent()
  const remembered = await agent.remember(...contents)
  const ids = (remembered?.stored ?? []).map(({ id }) => id)
  const event = (memory_ids: string[]) => ({ team_id: teamId, session_id: agent.sessionId(), memory_ids, ...HERE })
  return { agent, ids, event }
}

beforeEach(countAllRecalls)

describe('recalls are counted', () => {
  test('each once, with the time of the last one', async () => {
    const { agent, ids } = await createMemories('zebra one', 'zebra two', 'an invoice')
    const both = await agent.recall('zebra', { limit: 2 })
    const [first] = await agent.recall('one', { limit: 1 })
    expect(await uses(ids)).toEqual([0, 0, 0])
    await countAllRecalls()
    await countAllRecalls()
    expect(both).toHaveLength(2)
    expect(await uses(ids)).toEqual(ids.map((id) => [...both, first].filter((memory) => memory?.id === id).length))
    const { at } = await db
      .selectFrom('session_events')
      .select('at')
      .where('session_id', '=', agent.sessionId())
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    const last = db
      .selectFrom('memory_uses')
      .select('last_recalled_at')
      .where('memory_id', '=', first?.id ?? '')
    expect(await last.execute()).toEqual([{ last_recalled_at: at }])
  })

  test('of a team that has none uncounted, nothing is written', async () => {
    expect(await hasUncountedRecalls(db, teamId)).toBe(false)
    const { agent } = await createMemories('zebra')
    expect(await hasUncountedRecalls(db, teamId)).toBe(false)
    await agent.recall('nothing like that')
    expect(await hasUncountedRecalls(db, teamId)).toBe(false)
    await agent.recall('zebra')
    expect(await hasUncountedRecalls(db, teamId)).toBe(true)
  })

  test('in batches, also when one transaction wrote more than a batch', async () => {
    const { ids, event } = await createMemories('a', 'b')
    for (let nth = 0; nth < 5; nth++) await db.insertInto('session_events').values(event(ids)).execute()
    await db
      .insertInto('session_events')
      .values(Array.from({ length: 7 }, () => event(ids)))
      .execute()
    for (let nth = 0; nth < 3; nth++) await db.insertInto('session_events').values(event(ids)).execute()
    const batches: number[] = []
    do batches.push(await count(2))
    while (batches.at(-1) !== 0)
    expect(batches).toEqual([2, 2, 8, 2, 1, 0])
    expect(await uses(ids)).toEqual([15, 15])
  })

  test('while another transaction lasts, and its own recall once it has ended, in batches that end before or after it', async () => {
    const { ids, event } = await createMemories('a')
    for (const limit of [1, 2, 100]) {
      const before = (await uses(ids))[0] ?? 0
      const insert = async (on = db) => void (await on.insertInto('session_events').values(event(ids)).execute())
      const countUp = async () => {
        while ((await count(limit)) > 0);
        return ((await uses(ids))[0] ?? 0) - before
      }
      await insert()
      const long = await db.startTransaction().execute()
      await insert(long)
      const undone = await db.startTransaction().execute()
      await insert(undone)
      for (let nth = 0; nth < 3; nth++) await insert()
      expect(await countUp()).toBe(4)
      await insert()
      await undone.rollback().execute()
      expect(await countUp()).toBe(5)
      await long.commit().execute()
      expect(await countUp()).toBe(6)
    }
  })

  test('once by two processes that count at once: the second waits for the first, and then finds nothing to count', async () => {
    await (await createMemories('zebra')).agent.recall('zebra')
    await countAllRecalls()
    const { agent, ids } = await createMemories('zebra')
    await agent.recall('zebra')
    const first = await db.startTransaction().execute()
    await sql`select from memory_use_marks where team_id = ${teamId} for update`.execute(first)
    const second = count()
    await expect.poll(() => countLockWaits(db)).toBe(1)
    expect(await countRecalls(first, teamId, 100)).toBe(1)
    await first.commit().execute()
    expect(await second).toBe(0)
    expect(await uses(ids)).toEqual([1])
  })

  test('events of a timeline that were deleted stay counted', async () => {
    const { agent, ids } = await createMemories('zebra')
    await agent.recall('zebra')
    await countAllRecalls()
    await db.deleteFrom('session_events').where('session_id', '=', agent.sessionId()).execute()
    await agent.recall('zebra')
    await countAllRecalls()
    expect(await uses(ids)).toEqual([2])
  })
})

describe('a memory that is deleted', () => {
  test('takes its count along, and recalls of it that were not counted do not stop those of others', async () => {
    const { agent, ids } = await createMemories('zebra one', 'zebra two', 'zebra three')
    await agent.recall('zebra')
    await countAllRecalls()
    await agent.recall('zebra')
    await db
      .deleteFrom('memories')
      .where('id', '=', ids[0] ?? '')
      .execute()
    expect(await uses(ids)).toEqual([0, 1, 1])
    await countAllRecalls()
    expect(await uses(ids)).toEqual([0, 2, 2])
  })

  test.each(['counted before', 'not counted before'])(
    'is not waited for if it was %s, and is counted later if it is not deleted after all',
    async (before) => {
      const { agent, ids } = await createMemories('zebra one', 'zebra two')
      if (before === 'counted before') {
        await agent.recall('zebra')
        await countAllRecalls()
      }
      const counted = await uses(ids)
      await agent.recall('zebra')
      const deletion = await db.startTransaction().execute()
      await deletion
        .deleteFrom('memories')
        .where('id', '=', ids[1] ?? '')
        .execute()
      await countAllRecalls()
      expect(await uses(ids)).toEqual(counted)
      await deletion.rollback().execute()
      await countAllRecalls()
      expect(await uses(ids)).toEqual(counted.map((times) => times + 1))
    },
  )
})

describe('in a copy of the database', () => {
  test.each([
    ['restored from a backup', sql`default`],
    ['made with pg_dump, in whose server more transactions ran', sql`'4000000000:4000000000:'`],
  ])('%s, recalls count that follow the copy', async (_name, mark) => {
    const { agent, ids } = await createMemories('zebra')
    await agent.recall('zebra')
    await countAllRecalls()
    await sql`update session_events set txid = '3999999999' where session_id = ${agent.sessionId()}`.execute(db)
    await sql`update memory_use_marks set counted = ${mark}`.execute(db)
    await countAllRecalls()
    expect(await uses(ids)).toEqual([1])
    await agent.recall('zebra')
    await countAllRecalls()
    await countAllRecalls()
    expect(await uses(ids)).toEqual([2])
  })
})
