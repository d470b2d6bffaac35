import { sql } from 'kysely'
import { isActive } from './fragments'
import { onlyRow } from './query-results'
import type { Db } from './schema'

/** Sends an empty statement. @throws when the database does not answer */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}

/** Returns whether data can be written: not on a replica, nor where the database or the role was set to read only. */
export async function isWritable(db: Db): Promise<boolean> {
  const { rows } = await sql<{ writable: boolean }>`select current_setting('transaction_read_only') = 'off' as writable`.execute(db)
  return rows[0]?.writable === true
}

export interface DatabaseInfo {
  /** For example 160004. */
  version: number
  versionName: string
  now: Date
  /** The extensions that our schema needs and that are not available on the server. */
  missingExtensions: string[]
  /** The extensions that our schema needs and that are installed outside the search path, with their schema: `pg_trgm in extras`. */
  hiddenExtensions: string[]
  /** For example UTF8. */
  encoding: string
  isReplica: boolean
  isReadOnly: boolean
  /** The schema in which tables are created; null when the search path names none. */
  schema: string | null
  /** The number of connections that the server, the database and the role allow this role. */
  connectionLimit: number
  /** The timeout of this connection; 0 for none. */
  statementTimeoutMs: number
}

/** Reads what decides whether Memanto can use the database. */
export async function readDatabaseInfo(db: Db): Promise<DatabaseInfo> {
  const { rows } = await sql<DatabaseInfo>`
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
  return onlyRow(rows)
}

/** Counts the active sessions of all teams, for the metrics of the server. */
export async function countActiveSessions(db: Db): Promise<number> {
  const { rows } = await sql<{ active: number }>`
    select count(*) as active from sessions s where ${sql.raw(isActive('s'))}`.execute(db)
  return onlyRow(rows).active
}
