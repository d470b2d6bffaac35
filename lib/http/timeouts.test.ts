import { once } from 'node:events'
import { type AddressInfo, connect as connectSocket, createServer } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../../db/client'
import type { Db } from '../../db/schema'
import type { Timeouts } from '../../db/timeouts'
import { atEnd } from '../../test/at-end'
import { createDatabase } from '../../test/database'
import { asAppError, problemResponse } from './problem'

const { db: others, url } = await createDatabase()
await sql`create table things (id int)`.execute(others)
await sql`insert into things values (1)`.execute(others)

const PATIENT: Timeouts = { lockMs: 60_000, statementMs: 60_000, idleInTransactionMs: 60_000, answerMs: 60_000 }

function connectWith(timeouts: Partial<Timeouts>, address = url): Db {
  const { db } = connect({ url: address, poolSize: 1, prepared: false, waitMs: 5_000, timeouts: { ...PATIENT, ...timeouts } })
  atEnd(() => db.destroy())
  return db
}

/** The answer that a caller gets when the work fails. */
async function answerTo(work: Promise<unknown>): Promise<string> {
  const answer = problemResponse(
    asAppError(
      await work.then(
        () => new Error('nothing failed'),
        (error: unknown) => error,
      ),
    ),
    'req_test',
  )
  const { code } = (await answer.json()) as { code: string }
  return `${answer.status} ${code}, again after ${answer.headers.get('retry-after')} s`
}

const sleep = (db: Db) => sql`select pg_sleep(30)`.execute(db)
const lockThings = (db: Db) => sql`select from things for update`.execute(db)

/** Holds the lock while the work runs. */
async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  return others.transaction().execute(async (tx) => {
    await lockThings(tx)
    return work()
  })
}

const BUSY = '503 overloaded, again after 1 s'
const DOWN = '503 database_unavailable, again after 1 s'

test('a statement that takes too long ends in 503', async () => {
  expect(await answerTo(sleep(connectWith({ statementMs: 100 })))).toBe(BUSY)
})

test('a lock that is held for too long ends in 503', async () => {
  const db = connectWith({ lockMs: 100 })
  expect(await whileLocked(() => answerTo(lockThings(db)))).toBe(BUSY)
})

test('an idle transaction loses its locks and ends in 503', async () => {
  const answer = answerTo(
    connectWith({ idleInTransactionMs: 100 })
      .transaction()
      .execute(async (tx) => {
        await lockThings(tx)
        await lockThings(others) // waits until the first lock is gone
        await lockThings(tx)
      }),
  )
  expect(await answer).toBe(DOWN)
})

test('a database that does not answer ends in 503, and the next statement has a connection of its own', async () => {
  const db = connectWith({ answerMs: 200 })
  expect(await answerTo(sleep(db))).toBe(DOWN)
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  expect(await answerTo(db.transaction().execute(sleep))).toBe(DOWN)
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
})

test('a timeout of 0 in the URL means none, also where the database has one', async () => {
  const address = new URL(url)
  const database = address.pathname.slice(1)
  await sql`alter database ${sql.id(database)} set lock_timeout = 7000`.execute(others)
  address.searchParams.set('lock_timeout', '0')
  const db = connectWith({}, address.href)
  expect((await sql`show lock_timeout`.execute(db)).rows).toEqual([{ lock_timeout: '0' }])
  expect((await sql`show statement_timeout`.execute(db)).rows).toEqual([{ statement_timeout: '1min' }])
  await sql`alter database ${sql.id(database)} reset lock_timeout`.execute(others)
})

/** A proxy that refuses or ignores timeouts as PgBouncer does, with its messages, and forwards everything else to the database. */
async function startPooler(how: 'refuses' | 'ignores'): Promise<string> {
  const { username, password, pathname, searchParams, hostname, port } = new URL(url)
  const folder = searchParams.get('host')
  const pooler = createServer((client) => {
    client.on('error', () => {})
    client.once('data', (startup: Buffer) => {
      const refused = /\w+_timeout/.exec(startup.toString('latin1'))?.[0]
      if (refused && how === 'refuses') return client.end(fatal(`unsupported startup parameter: ${refused}`))
      const server = folder ? connectSocket(join(folder, `.s.PGSQL.${port}`)) : connectSocket(Number(port || 5432), hostname)
      server.on('error', () => {})
      server.write(withoutTimeouts(startup))
      client.pipe(server).pipe(client)
    })
  })
  await once(pooler.listen(0, '127.0.0.1'), 'listening')
  atEnd(() => pooler.close())
  return `postgres://${username}:${password}@127.0.0.1:${(pooler.address() as AddressInfo).port}${pathname}?sslmode=disable`
}

function withoutTimeouts(startup: Buffer): Buffer {
  const kept = Buffer.from(startup.toString('latin1').replace(/\w+_timeout\0\d+\0/g, ''), 'latin1')
  kept.writeInt32BE(kept.length, 0)
  return kept
}

function fatal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C08P01\0M${message}\0\0`)
  const head = Buffer.from('E0000')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

test.each(['refuses', 'ignores'] as const)('behind a pooler that %s timeouts, each transaction sets its own', async (how) => {
  const pooler = await startPooler(how)
  const db = connectWith({ statementMs: 100 }, pooler)
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  expect(await answerTo(db.transaction().execute(sleep))).toBe(BUSY)
  const locking = connectWith({ lockMs: 100 }, pooler)
  expect(await whileLocked(() => answerTo(locking.transaction().execute(lockThings)))).toBe(BUSY)
  const { rows } = await sql<{ left: string }>`select current_setting('statement_timeout') as "left"`.execute(db)
  expect(rows).toEqual([{ left: '0' }])
})

test.each(['refuses', 'ignores'] as const)('the timeouts of the URL apply behind a pooler that %s them', async (how) => {
  const db = connectWith({}, `${await startPooler(how)}&statement_timeout=100`)
  expect(await answerTo(db.transaction().execute(sleep))).toBe(BUSY)
})

test('a pooler that refuses a timeout which is not sent is not asked again and again', async () => {
  let asked = 0
  const pooler = createServer((client) => {
    asked++
    client.on('error', () => {}).once('data', () => client.end(fatal('unsupported startup parameter: other_timeout')))
  })
  await once(pooler.listen(0, '127.0.0.1'), 'listening')
  atEnd(() => pooler.close())
  const db = connectWith({}, `postgres://u:p@127.0.0.1:${(pooler.address() as AddressInfo).port}/x?sslmode=disable`)
  await expect(sql`select 1`.execute(db)).rejects.toThrow('unsupported startup parameter')
  expect(asked).toBe(2)
})
