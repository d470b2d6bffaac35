import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { isMigrated, migrate, migrations } from './migrate'
import { checksumOf } from './migration-checksum'
import committed from './migrations/checksums.json'
import { emptyDatabase } from './testing-empty'

const works = { up: async (db: Kysely<unknown>) => void (await sql`create table half (id int)`.execute(db)) }
const fails = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table other_half (id int)`.execute(db)
    await sql`select 1 / 0`.execute(db)
  },
}

async function tables(db: Kysely<never>): Promise<string[]> {
  const { rows } = await sql<{
    name: string
  }>`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !/^(kysely_|migration_checksums$)/.test(name))
}

test('T47: a migration that fails half way leaves nothing behind, and the next try starts over', async () => {
  const { db } = await emptyDatabase()
  await expect(migrate(db, { '0001': works, '0002': fails })).rejects.toThrow('A migration failed and was rolled back: division by zero')
  expect(await tables(db as never)).toEqual([])
  expect(await migrate(db, { '0001': works })).toEqual(['0001'])
  expect(await tables(db as never)).toEqual(['half'])
})

test('T47: of many that migrate at once each migration is run by one', async () => {
  const { db } = await emptyDatabase()
  expect(await isMigrated(db)).toBe(false)
  const ran = await Promise.all([migrate(db), migrate(db), migrate(db), migrate(db)])
  expect(ran.flat()).toEqual(Object.keys(migrations))
  expect(await isMigrated(db)).toBe(true)
})

test('a migration never changes once it was committed: its checksum stands in migrations/checksums.json', async () => {
  const found = await Promise.all(Object.entries(migrations).map(async ([name, migration]) => [name, await checksumOf(migration)] as const))
  expect(Object.fromEntries(found)).toEqual(committed)
})

test('a checksum tells what is executed, not how it is indented', async () => {
  const of = (text: string) => checksumOf({ up: async (db) => void (await sql.raw(text).execute(db)) })
  expect(await of('create table a (\n    id int\n)')).toBe(await of('  create table a (\n  id  int\n\n)\n'))
  expect(await of('create table a (id int)')).not.toBe(await of('create table a (id bigint)'))
})

test('a database whose migrations ran in another form is refused and left as it is', async () => {
  const { db } = await emptyDatabase()
  await migrate(db, { '0001': works })
  const rewritten = { up: async (tx: Kysely<unknown>) => void (await sql`create table half (id bigint)`.execute(tx)) }
  await expect(migrate(db, { '0001': rewritten, '0002': works })).rejects.toThrow(
    /^The migration 0001 differs from the one that ran on this database/,
  )
  expect(await tables(db as never)).toEqual(['half'])
})

test('a schema that was changed afterwards is not ready', async () => {
  const { db } = await emptyDatabase()
  await migrate(db)
  await sql`update migration_checksums set checksum = 'another' where name = '0004-session-days'`.execute(db)
  expect(await isMigrated(db)).toBe(false)
})

test('an older version that is started on a newer database says so, with the version', async () => {
  const { db } = await emptyDatabase()
  await migrate(db, { '0001': works, '0002': { up: async () => {} } })
  await sql`update migration_checksums set version = '7.1.0' where name = '0002'`.execute(db)
  const sentence = 'This database was used by a newer Memanto, version 7.1.0: it has the migration 0002, which version '
  await expect(migrate(db, { '0001': works })).rejects.toThrow(sentence)
})
