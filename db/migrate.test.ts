import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { isMigrated, migrate } from './migrate'
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
  return rows.map(({ name }) => name).filter((name) => !name.startsWith('kysely_'))
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
  const all = ['0001-initial', '0002-sign-in', '0003-portal-lists', '0004-session-days', '0005-deleted-teams', '0008-key-rate-limits']
  expect(ran.flat()).toEqual(all)
  expect(await isMigrated(db)).toBe(true)
})
