import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createDatabase } from '../test/database'
import { TABLES } from './backup-tables'

test('a backup contains every table, each after those that it refers to', async () => {
  const { db } = await createDatabase()
  const { rows: tables } = await sql<{ name: string }>`
    select relname::text as name from pg_class
    where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname not like 'kysely_%' and relname <> 'migration_checksums'`.execute(
    db,
  )
  expect([...TABLES].sort()).toEqual(tables.map(({ name }) => name).sort())

  const { rows: references } = await sql<{ from: string; to: string }>`
    select conrelid::regclass::text as "from", confrelid::regclass::text as "to" from pg_constraint where contype = 'f'`.execute(db)
  expect(references.length).toBeGreaterThan(10)
  expect(references.filter(({ from, to }) => TABLES.indexOf(from) <= TABLES.indexOf(to))).toEqual([])
})
