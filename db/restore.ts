import { pipeline } from 'node:stream/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { copyTarget, type SavedSequence } from './backup'
import { readMigrations, readTables, TABLES_OF_ANY_SCHEMA, type TableColumns } from './backup-tables'
import { withLongTransaction } from './long-transaction'
import { migrate, migrationNames, migrationsUntil } from './migrate'
import type { Schema } from './schema'

export interface ContentCounts {
  teams: number
  people: number
}

/** What a restore does with what it reads, all in one transaction. */
export interface Loader {
  /** Fills a table from Postgres's text format, and returns the number of rows. */
  copyIn(table: TableColumns, data: AsyncIterable<Buffer>): Promise<number>
  setSequences(sequences: SavedSequence[]): Promise<void>
}

interface RestoreOptions {
  /** The migrations that had run in the database that was saved, and its tables. */
  migrations: string[]
  tables: TableColumns[]
  /** Throws if the data that is in the database must not be deleted. */
  requireReplaceable: (found: ContentCounts) => void
  signal?: AbortSignal
}

/**
 * Replaces the data of a database by saved data, in one transaction: others see either the data before it or all of the restored data.
 * The data is written into the schema from which it was saved; then the later migrations run, whose names are returned.
 */
export function replaceData(
  url: string,
  { migrations, tables, requireReplaceable, signal }: RestoreOptions,
  load: (loader: Loader) => Promise<void>,
) {
  return withLongTransaction(
    url,
    'begin',
    async (client) => {
      const db = nestedKysely(client)
      await client.query("set local maintenance_work_mem = '256MB'")
      await lockTables(client)
      requireReplaceable(await countContents(client))
      await emptyTables(client, migrations)
      await migrate(db, migrationsUntil(migrations.at(-1) ?? ''))
      await dropOtherTables(client, tables)
      const indexes = await dropIndexes(client)
      await load({ copyIn: (table, data) => copyIn(client, table, data), setSequences: (sequences) => setSequences(client, sequences) })
      for (const definition of indexes) await client.query(definition)
      const ran = await migrate(db)
      await client.query('analyze')
      return ran
    },
    signal,
  )
}

const identifiers = (names: readonly string[]) => names.map((name) => pg.escapeIdentifier(name)).join()

async function lockTables(client: pg.ClientBase): Promise<void> {
  const found = await readTables(client)
  if (found.length > 0) await client.query(`lock table ${identifiers(found.map(({ name }) => name))} in access exclusive mode`)
}

/** Counts teams and people: all other data belongs to one of them. */
async function countContents(client: pg.ClientBase): Promise<ContentCounts> {
  const names = (await readTables(client)).map(({ name }) => name)
  if (!names.includes('teams') || !names.includes('people')) return { teams: 0, people: 0 }
  const { rows } = await client.query<ContentCounts>(
    'select (select count(*) from teams)::int as teams, (select count(*) from people)::int as people',
  )
  return rows[0] ?? { teams: 0, people: 0 }
}

/** Empties the tables if the remaining migrations lead to the saved schema; drops them if the schema is already past it. */
async function emptyTables(client: pg.ClientBase, saved: string[]): Promise<void> {
  const ran = await readMigrations(client)
  const unknown = ran.filter((name) => !migrationNames().includes(name))
  if (unknown.length > 0) throw new Error(`This database was used by a newer Memanto (it ran ${unknown.join(', ')}). Update Memanto first.`)
  const tables = (await readTables(client)).map(({ name }) => name)
  if (ran.every((name, at) => name === saved[at])) {
    if (tables.length > 0) await client.query(`truncate ${identifiers(tables)}`)
    return
  }
  await client.query(`drop table if exists ${identifiers([...tables, 'kysely_migration', 'kysely_migration_lock', 'migration_checksums'])}`)
  await dropFunctions(client)
}

/** Drops tables that are not in the saved data: early versions of a migration did not create them, and a later migration creates and fills them. */
async function dropOtherTables(client: pg.ClientBase, saved: TableColumns[]): Promise<void> {
  const names = (await readTables(client)).map(({ name }) => name)
  const others = names.filter((name) => !saved.some((table) => table.name === name))
  if (others.length > 0) await client.query(`drop table ${identifiers(others)}`)
}

async function dropFunctions(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regprocedure::text as name from pg_proc
      where pronamespace = (select oid from pg_namespace where nspname = current_schema()) and starts_with(proname, 'memanto_')`,
  )
  if (rows.length > 0) await client.query(`drop function ${rows.map(({ name }) => name).join()}`)
}

/** Drops the indexes and returns the statements that create them again: building an index at the end is much faster than updating it with every row. */
async function dropIndexes(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index join pg_class t on t.oid = indrelid
      where t.relnamespace = (select oid from pg_namespace where nspname = current_schema()) and t.relname = any ($1)
        and not exists (select from pg_constraint where conindid = indexrelid)`,
    [TABLES_OF_ANY_SCHEMA],
  )
  if (rows.length > 0) await client.query(`drop index ${rows.map(({ name }) => name).join()}`)
  return rows.map(({ definition }) => definition)
}

async function copyIn(client: pg.ClientBase, table: TableColumns, data: AsyncIterable<Buffer>): Promise<number> {
  // The name comes from a file, so only known tables are filled.
  if (!TABLES_OF_ANY_SCHEMA.includes(table.name)) throw new Error(`The backup contains an unknown table: ${table.name}.`)
  const stream = client.query(copyFrom(`copy ${copyTarget(table)} from stdin`))
  await pipeline(data, stream)
  return stream.rowCount
}

async function setSequences(client: pg.ClientBase, sequences: SavedSequence[]): Promise<void> {
  for (const { table, column, value, isCalled } of sequences)
    await client.query('select setval(pg_get_serial_sequence(quote_ident($1), $2), $3::bigint, $4)', [table, column, value, isCalled])
}

const NESTED: Record<string, string> = {
  begin: 'savepoint memanto_nested',
  commit: 'release savepoint memanto_nested',
  rollback: 'rollback to savepoint memanto_nested',
}

/** Kysely on a connection with an open transaction: its own transactions become savepoints in that one. */
function nestedKysely(client: pg.ClientBase): Kysely<Schema> {
  const query = (text: string, values: unknown[]) => client.query(NESTED[text] ?? text, values)
  const nested = { query, release() {} } as pg.PoolClient
  return new Kysely({ dialect: new PostgresDialect({ pool: { connect: async () => nested, end: async () => {} } as pg.Pool }) })
}
