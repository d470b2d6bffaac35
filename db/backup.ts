import type { Readable } from 'node:stream'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { readMigrations, readTables, type TableColumns } from './backup-tables'
import { withLongTransaction } from './long-transaction'
import { onlyRow } from './query-results'

export interface SavedTable extends TableColumns {
  rows: number
}

/** The last number that a column with automatic numbers was given. */
export interface SavedSequence {
  table: string
  column: string
  value: string
  isCalled: boolean
}

/** The whole database as it was at one moment; later changes are not in it. */
export interface Snapshot {
  takenAt: Date
  postgres: string
  migrations: string[]
  tables: SavedTable[]
  /** Returns the rows of a table in Postgres's text format; to be read to the end before the next table. */
  copyOut(table: TableColumns): Readable
  readSequences(): Promise<SavedSequence[]>
}

/** Reads a snapshot of the database, while others read and write as usual. */
export function withSnapshot<T>(url: string, read: (snapshot: Snapshot) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const begin = 'begin isolation level repeatable read read only'
  return withLongTransaction(url, begin, async (client) => read(await openSnapshot(client)), signal)
}

async function openSnapshot(client: pg.ClientBase): Promise<Snapshot> {
  const { rows } = await client.query<{ takenAt: Date; postgres: string }>(
    `select now() as "takenAt", current_setting('server_version') as postgres`,
  )
  const moment = onlyRow(rows)
  const migrations = await readMigrations(client)
  const found = await readTables(client)
  const tables: SavedTable[] = []
  for (const table of found) tables.push({ ...table, rows: await countRows(client, table.name) })
  return { ...moment, migrations, tables, copyOut: (table) => copyOut(client, table), readSequences: () => readSequences(client, found) }
}

async function countRows(client: pg.ClientBase, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${pg.escapeIdentifier(table)}`)
  return Number(rows[0]?.count)
}

/** The SQL of a table and its columns in COPY. */
export const copyTarget = ({ name, columns }: TableColumns) => `${pg.escapeIdentifier(name)} (${columns.map(pg.escapeIdentifier).join()})`

const copyOut = (client: pg.ClientBase, table: TableColumns) => client.query(copyTo(`copy ${copyTarget(table)} to stdout`))

/** To be read after the tables: sequences are not part of the snapshot, so their values are those of its rows or later ones. */
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
