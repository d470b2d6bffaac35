import type { Readable } from 'node:stream'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { readMigrations, readTables, type TableColumns } from './backup-tables'
import { longTransaction } from './long-transaction'

export interface SavedTable extends TableColumns {
  rows: number
}

/** Where the numbering of a column goes on. */
export interface SavedSequence {
  table: string
  column: string
  value: string
  isCalled: boolean
}

/** The whole database as it was at one moment, whatever is written meanwhile. */
export interface Snapshot {
  takenAt: Date
  postgres: string
  migrations: string[]
  tables: SavedTable[]
  /** The rows of a table in Postgres's text format; one table at a time. */
  copyOut(table: TableColumns): Readable
  readSequences(): Promise<SavedSequence[]>
}

/** Reads a snapshot while others go on reading and writing. */
export function withSnapshot<T>(url: string, read: (snapshot: Snapshot) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const begin = 'begin isolation level repeatable read read only'
  return longTransaction(url, begin, async (client) => read(await openSnapshot(client)), signal)
}

async function openSnapshot(client: pg.ClientBase): Promise<Snapshot> {
  const { rows } = await client.query<{ takenAt: Date; postgres: string }>(
    `select now() as "takenAt", current_setting('server_version') as postgres`,
  )
  const [facts] = rows
  if (facts === undefined) throw new Error('The database did not answer.')
  const migrations = await readMigrations(client)
  const found = await readTables(client)
  const tables: SavedTable[] = []
  for (const table of found) tables.push({ ...table, rows: await countRows(client, table.name) })
  return { ...facts, migrations, tables, copyOut: (table) => copyOut(client, table), readSequences: () => readSequences(client, found) }
}

async function countRows(client: pg.ClientBase, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${pg.escapeIdentifier(table)}`)
  return Number(rows[0]?.count)
}

/** A table and its columns, as COPY names them. */
export const copyTarget = ({ name, columns }: TableColumns) => `${pg.escapeIdentifier(name)} (${columns.map(pg.escapeIdentifier).join()})`

const copyOut = (client: pg.ClientBase, table: TableColumns) => client.query(copyTo(`copy ${copyTarget(table)} to stdout`))

/** Read after the tables: sequences are outside the snapshot, so they are as far as its rows or further. */
async function readSequences(client: pg.ClientBase, tables: TableColumns[]): Promise<SavedSequence[]> {
  const saved: SavedSequence[] = []
  for (const { table, column, sequence } of await findSequences(client, tables)) {
    const { rows } = await client.query<{ value: string; isCalled: boolean }>(
      `select last_value::text as value, is_called as "isCalled" from ${sequence}`,
    )
    for (const row of rows) saved.push({ table, column, ...row })
  }
  return saved
}

async function findSequences(client: pg.ClientBase, tables: TableColumns[]) {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select t.name as "table", a.attname::text as "column", pg_get_serial_sequence(quote_ident(t.name), a.attname) as "sequence"
      from unnest($1::text[]) as t (name) join pg_attribute a on a.attrelid = quote_ident(t.name)::regclass and a.attnum > 0 and not a.attisdropped
      where pg_get_serial_sequence(quote_ident(t.name), a.attname) is not null`,
    [tables.map(({ name }) => name)],
  )
  return rows
}
