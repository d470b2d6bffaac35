import { sql } from 'kysely'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { atEnd } from '../test/at-end'
import { createDatabase } from '../test/database'
import { connect } from './client'
import { sendLater, sendTogether, statement } from './round-trips'
import { hotStatement } from './statement-hooks'

const database = await createDatabase()
await sql`create table notes (id integer primary key, text text)`.execute(database.db)

/** A database with one connection, so that all statements are sent on the same. */
function onOneConnection(prepared = true) {
  const { db } = connect({ url: database.url, poolSize: 1, prepared, waitMs: 5000 })
  atEnd(() => db.destroy())
  return db
}

const preparedNames = async (db: ReturnType<typeof onOneConnection>) =>
  (await sql<{ name: string }>`select name from pg_prepared_statements order by name`.execute(db)).rows.map(({ name }) => name)

const HALF = hotStatement('test_half', 'select 1 as one, $1::integer / $2::integer as half')
const half = (value: number, by = 2) => statement<{ half: number }>(HALF, [value, by])
const NOTE = hotStatement('test_note', 'insert into notes (id, text) values ($1::integer, $2::text)')
const note = (id: number) => statement(NOTE, [id, 'a'])

test('statements of a batch that are hot are prepared once, and return the same rows the second time', async () => {
  const db = onOneConnection()
  for (const value of [2, 4, 6])
    expect(await sendTogether(db, half(value), note(value), half(value + 1, 1))).toEqual([
      [{ one: 1, half: value / 2 }],
      [],
      [{ one: 1, half: value + 1 }],
    ])
  expect(await preparedNames(db)).toEqual(['test_half', 'test_note'])
})

test('nothing is prepared where the database does not keep statements', async () => {
  const db = onOneConnection(false)
  expect(await sendTogether(db, half(2), half(4))).toEqual([[{ one: 1, half: 1 }], [{ one: 1, half: 2 }]])
  expect(await preparedNames(db)).toEqual([])
})

test.for([1, 2, 3])('after statement %d of a batch fails, none of them is executed, and the connection goes on', async (nth) => {
  const db = onOneConnection()
  const place = nth - 1
  const ids = [100, 101, 102].map((id) => 10 * id + nth)
  const batch = ids.map((id, at) => (at === place ? half(id, 0) : note(id)))
  for (const _time of [1, 2]) await expect(sendTogether(db, ...batch)).rejects.toThrow('division by zero')
  const { rows } = await sql<{ count: number }>`select count(*) from notes where id = any (${ids})`.execute(db)
  expect(rows).toEqual([{ count: 0 }])
  expect(await sendTogether(db, half(8), note(10_000 + nth))).toEqual([[{ one: 1, half: 4 }], []])
})

test('a prepared statement whose columns have changed since then fails once, not for ever', async () => {
  const db = onOneConnection()
  const all = statement(hotStatement('test_all', 'select * from changing'), [])
  await sql`create table changing (a integer)`.execute(db)
  await sql`insert into changing values (1)`.execute(db)
  expect(await sendTogether(db, all)).toEqual([[{ a: 1 }]])
  await sql`alter table changing add b text default 'x'`.execute(db)
  await expect(sendTogether(db, all)).rejects.toThrow('cached plan')
  expect(await sendTogether(db, all)).toEqual([[{ a: 1, b: 'x' }]])
})

test('a statement that was changed under its name is prepared again', async () => {
  const db = onOneConnection()
  const numbered = (text: string) => statement(hotStatement('test_changed', text), [5])
  expect(await sendTogether(db, numbered('select $1::integer as a'))).toEqual([[{ a: 5 }]])
  expect(await sendTogether(db, numbered('select $1::integer as b'))).toEqual([[{ b: 5 }]])
})

test('two statements that are sent at the same time are prepared once', async () => {
  const db = onOneConnection()
  const answers = await db.transaction().execute((tx) => Promise.all([sendTogether(tx, half(2)), sendTogether(tx, half(4))]))
  expect(answers).toEqual([[[{ one: 1, half: 1 }]], [[{ one: 1, half: 2 }]]])
})

test('texts of several commands are executed in their place among other statements', async () => {
  const db = onOneConnection()
  await db.transaction().execute(async (tx) => {
    await sendLater(tx, statement('create table steps (n integer)', []))
    await sendLater(tx, statement('insert into steps values (1); insert into steps values (2)', []))
    await sendLater(tx, statement('update steps set n = n + $1::integer', [10]))
  })
  expect((await sql`select n from steps order by n`.execute(db)).rows).toEqual([{ n: 11 }, { n: 12 }])
})

test.for([
  ['a time', new Date('2026-03-31T22:30:00.123Z'), 'timestamptz', new Date('2026-03-31T22:30:00.123Z')],
  ['a time before the year 1000', new Date('0987-03-31T22:30:00Z'), 'timestamptz', new Date('0987-03-31T22:30:00Z')],
  ['texts', ['a', '"b",{'], 'text[]', ['a', '"b",{']],
  ['bytes', Buffer.from([0, 255]), 'bytea', Buffer.from([0, 255])],
  ['an object', { a: ['é'] }, 'jsonb', { a: ['é'] }],
  ['a number', 1.5, 'double precision', 1.5],
  ['a large number', 9_007_199_254_740_991, 'bigint', 9_007_199_254_740_991],
  ['true', true, 'boolean', true],
  ['nothing', null, 'text', null],
] as const)('%s is sent and read', async ([_name, value, type, expected]) => {
  const [rows] = await sendTogether(database.db, statement(`select $1::${type} as value`, [value]))
  expect(rows).toEqual([{ value: expected }])
})

test('of columns with the same name, the last one counts', async () => {
  expect(await sendTogether(database.db, statement('select 1 as a, null::integer as a, 2 as b, 3 as b', []))).toEqual([[{ a: null, b: 3 }]])
})

test('a value that cannot be sent fails before anything is sent', async () => {
  const circular: Record<string, unknown> = {}
  circular.self = circular
  const work = database.db.transaction().execute(async (tx) => {
    await sendLater(tx, note(20_000))
    await sendLater(tx, statement('select $1::jsonb', [circular]))
  })
  await expect(work).rejects.toThrow('circular')
  expect((await sql`select id from notes where id = 20000`.execute(database.db)).rows).toEqual([])
})

test('statements that are sent together are answered together: their connection is ready once', async () => {
  const { db, pool } = connect({ url: database.url, poolSize: 1, prepared: true, waitMs: 5000 })
  atEnd(() => db.destroy())
  let answers = 0
  pool.on('connect', (client) => (client as unknown as { connection: pg.Connection }).connection.on('readyForQuery', () => answers++))
  await sendTogether(db, half(2))
  answers = 0
  await db.transaction().execute(async (tx) => {
    await sendTogether(tx, half(2), half(4))
    await sendLater(tx, note(30_000))
  })
  expect(answers).toBe(2)
})
