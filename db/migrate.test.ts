import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { createEmptyDatabase } from '../test/empty-database'
import { isMigrated, migrate, migrations } from './migrate'
import { checksumOf } from './migration-checksum'
import committed from './migrations/checksums.json'

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

test('a migration that fails leaves no changes, and the next attempt starts from the beginning', async () => {
  const { db } = await createEmptyDatabase()
  await expect(migrate(db, { '0001': works, '0002': fails })).rejects.toThrow('A migration failed and was rolled back: division by zero')
  expect(await tables(db as never)).toEqual([])
  expect(await migrate(db, { '0001': works })).toEqual(['0001'])
  expect(await tables(db as never)).toEqual(['half'])
})

test('processes that migrate at the same time run each migration once', async () => {
  const { db } = await createEmptyDatabase()
  expect(await isMigrated(db)).toBe(false)
  const ran = await Promise.all([migrate(db), migrate(db), migrate(db), migrate(db)])
  expect(ran.flat()).toEqual(Object.keys(migrations))
  expect(await isMigrated(db)).toBe(true)
})

test('no committed migration was changed: each has the checksum in migrations/checksums.json', async () => {
  const found = await Promise.all(Object.entries(migrations).map(async ([name, migration]) => [name, await checksumOf(migration)] as const))
  expect(Object.fromEntries(found)).toEqual(committed)
})

test('a checksum depends on the statements, not on their indentation', async () => {
  const of = (text: string) => checksumOf({ up: async (db) => void (await sql.raw(text).execute(db)) })
  expect(await of('create table a (\n    id int\n)')).toBe(await of('  create table a (\n  id  int\n\n)\n'))
  expect(await of('create table a (id int)')).not.toBe(await of('create table a (id bigint)'))
})

test('a database whose migrations ran with other statements is not migrated', async () => {
  const { db } = await createEmptyDatabase()
  await migrate(db, { '0001': works })
  const rewritten = { up: async (tx: Kysely<unknown>) => void (await sql`create table half (id bigint)`.execute(tx)) }
  await expect(migrate(db, { '0001': rewritten, '0002': works })).rejects.toThrow(
    /^The migration 0001 differs from the one that ran on this database/,
  )
  expect(await tables(db as never)).toEqual(['half'])
})

test('a database with the checksum of another migration does not count as migrated', async () => {
  const { db } = await createEmptyDatabase()
  await migrate(db)
  await sql`update migration_checksums set checksum = 'another' where name = '0004-session-days'`.execute(db)
  expect(await isMigrated(db)).toBe(false)
})

test('an older version that uses a newer database reports the version that used it', async () => {
  const { db } = await createEmptyDatabase()
  await migrate(db, { '0001': works, '0002': { up: async () => {} } })
  await sql`update migration_checksums set version = '7.1.0' where name = '0002'`.execute(db)
  const sentence = 'This database was used by a newer Memanto, version 7.1.0: it has the migration 0002, which version '
  await expect(migrate(db, { '0001': works })).rejects.toThrow(sentence)
})
