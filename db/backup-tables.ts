import type pg from 'pg'

/** Every table with data, each after those that it refers to: the order in which a restore fills them. A test compares it with the schema. */
export const TABLES: readonly string[] = [
  'teams',
  'people',
  'password_links',
  'logins',
  'failed_sign_ins',
  'memberships',
  'saved_views',
  'invites',
  'api_keys',
  'agents',
  'api_key_agents',
  'sessions',
  'session_counters',
  'session_events',
  'memories',
  'memory_versions',
  'memory_deletions',
  'memory_words',
  'memory_uses',
  'memory_use_marks',
  'memory_imports',
  'memory_import_ids',
  'vocabulary_checks',
  'audit_log',
  'idempotency_records',
  'sign_in_guesses',
  'session_days',
  'session_day_marks',
  'request_log',
  'request_hours',
  'key_usage',
]

/** TABLES with the names of tables in earlier schemas, each before its present name. */
export const TABLES_OF_ANY_SCHEMA: readonly string[] = TABLES.flatMap((name) =>
  name === 'session_counters' ? ['session_slots', name] : [name],
)

export interface TableColumns {
  name: string
  /** Without generated columns, which Postgres computes again, and ids of transactions and snapshots, which mean nothing in another database. */
  columns: string[]
}

/** Returns the tables that the database has now, perhaps of an earlier schema, in the order of TABLES. */
export async function readTables(client: pg.ClientBase): Promise<TableColumns[]> {
  const { rows } = await client.query<TableColumns>(
    `select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = (select oid from pg_namespace where nspname = current_schema()) and c.relkind = 'r' and c.relname = any ($1)
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.atttypid not in ('xid8'::regtype, 'pg_snapshot'::regtype)
      group by 1`,
    [TABLES_OF_ANY_SCHEMA],
  )
  return TABLES_OF_ANY_SCHEMA.flatMap((name) => rows.filter((row) => row.name === name))
}

/** Returns the names of the migrations that ran in this database, in order. */
export async function readMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('kysely_migration') is not null as exists`)
  if (!rows[0]?.exists) return []
  const ran = await client.query<{ name: string }>('select name from kysely_migration order by name')
  return ran.rows.map(({ name }) => name)
}
