import { sql } from 'kysely'
import type { Db } from './schema'

export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}

/** False on a replica, and where the database or the role was set to read only. */
export async function isWritable(db: Db): Promise<boolean> {
  const { rows } = await sql<{ writable: boolean }>`select current_setting('transaction_read_only') = 'off' as writable`.execute(db)
  return rows[0]?.writable === true
}

export interface DatabaseFacts {
  /** Such as 160004. */
  version: number
  versionName: string
  now: Date
  /** Of the extensions that our schema needs, those that are neither installed nor could be. */
  missingExtensions: string[]
  /** Of those that are installed, the ones outside the search path, with their schema: `pg_trgm in extras`. */
  hiddenExtensions: string[]
  /** Such as UTF8. */
  encoding: string
  isReplica: boolean
  isReadOnly: boolean
  /** Where tables are made; null when the search path leads nowhere. */
  schema: string | null
  /** How many connections the server, the database and the role allow this role in all. */
  connectionLimit: number
  /** As this connection has it: 0 when none was set. */
  statementTimeoutMs: number
}

export async function readDatabaseFacts(db: Db): Promise<DatabaseFacts> {
  const { rows } = await sql<DatabaseFacts>`
    select current_setting('server_version_num')::int as "version", current_setting('server_version') as "versionName", clock_timestamp() as "now",
      array(select needed from unnest(array['btree_gin', 'pg_trgm']) needed
        where needed not in (select name from pg_available_extensions)) as "missingExtensions",
      array(select extname || ' in ' || nspname from pg_extension e join pg_namespace n on n.oid = extnamespace
        where extname in ('btree_gin', 'pg_trgm') and nspname <> all (current_schemas(true))) as "hiddenExtensions",
      getdatabaseencoding()::text as "encoding", pg_is_in_recovery() as "isReplica",
      current_setting('transaction_read_only') = 'on' as "isReadOnly", current_schema()::text as "schema",
      least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
          - coalesce(current_setting('reserved_connections', true)::int, 0),
        (select nullif(datconnlimit, -1) from pg_database where datname = current_database()),
        (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user)) as "connectionLimit",
      (select setting::int from pg_settings where name = 'statement_timeout') as "statementTimeoutMs"`.execute(db)
  const [facts] = rows
  if (facts === undefined) throw new Error('The database gave no answer.')
  return facts
}

export async function countActiveSessions(db: Db): Promise<number> {
  const { rows } = await sql<{ active: number }>`
    select count(*) as active from sessions where ended_at is null and expires_at > memanto_now()`.execute(db)
  return rows[0]?.active ?? 0
}
