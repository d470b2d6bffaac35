import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { createDatabase } from '../test/database'
import { sendLater, sendTogether, statement, withFirstStatement } from './round-trips'

const { db } = await createDatabase()
await sql`create table notes (id integer primary key)`.execute(db)
const notes = async () => (await sql<{ id: number }>`select id from notes order by id`.execute(db)).rows.map(({ id }) => id)

const insert = (id: number) => statement('insert into notes values ($1::integer)', [id])
const one = statement<{ one: number }>('select 1 as one', [])
const refuse = () => {
  throw new Error('refused')
}

describe('nothing is committed', () => {
  test('when a check fails in the round trip of the commit', async () => {
    const work = withFirstStatement(db, one, refuse)
      .transaction()
      .execute((tx) => sendLater(tx, insert(1)))
    await expect(work).rejects.toThrow('refused')
    expect(await notes()).toEqual([])
  })

  test('when a check failed whose error was caught', async () => {
    const work = withFirstStatement(db, one, refuse)
      .transaction()
      .execute(async (tx) => {
        await sendTogether(tx, insert(1)).catch(() => {})
        await sendLater(tx, insert(2))
      })
    await expect(work).rejects.toThrow('refused')
    expect(await notes()).toEqual([])
  })

  test('when a statement fails that was sent with the commit', async () => {
    const work = db.transaction().execute(async (tx) => {
      for (const id of [1, 1, 2]) await sendLater(tx, insert(id))
    })
    await expect(work).rejects.toThrow('duplicate key')
    expect(await notes()).toEqual([])
  })

  test('when the work fails before it has sent anything', async () => {
    const work = db.transaction().execute(async (tx) => {
      await sendLater(tx, insert(1))
      refuse()
    })
    await expect(work).rejects.toThrow('refused')
    expect(await notes()).toEqual([])
  })
})

test('a connection that comes back after a failure is in no transaction, and returns the results of its own statements', async () => {
  const fail = (nth: number) =>
    db.transaction().execute(async (tx) => {
      await sendLater(tx, insert(nth))
      await sendTogether(tx, one, statement('select 1 / $1::integer', [0]), one)
    })
  const read = async (nth: number) => {
    const [[first], [second]] = await sendTogether<[{ id: number }, { id: number }]>(
      db,
      statement('select $1::integer as id', [nth]),
      statement('select $1::integer as id', [-nth]),
    )
    return [first?.id, second?.id]
  }
  const nths = Array.from({ length: 100 }, (_, nth) => nth + 1)
  const outcomes = await Promise.all(nths.map(async (nth) => (nth % 2 ? fail(nth).catch(() => 'failed') : read(nth))))
  expect(outcomes).toEqual(nths.map((nth) => (nth % 2 ? 'failed' : [nth, -nth])))
  expect(await notes()).toEqual([])
})
