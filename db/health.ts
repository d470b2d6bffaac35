import { sql } from 'kysely'
import type { Db } from './schema'

export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}

export interface DatabaseFacts {
  /** Such as 160004. */
  version: number
  versionName: string
  now: Date
  /** Of the extensions that our schema needs, those that are neither installed nor could be. */
  missingExtensions: string[]
}

export async function readDatabaseFacts(db: Db): Promise<DatabaseFacts> {
  const { rows } = await sql<DatabaseFacts>`
    select current_setting('server_version_num')::int as "version", current_setting('server_version') as "versionName", clock_timestamp() as "now",
      array(select needed from unnest(array['btree_gin', 'pg_trgm']) needed
        where needed not in (select name from pg_available_extensions)) as "missingExtensions"`.execute(db)
  const [facts] = rows
  if (facts === undefined) throw new Error('The database gave no answer.')
  return facts
}

export async function countActiveSessions(db: Db): Promise<number> {
  const { rows } = await sql<{ active: number }>`
    select count(*) as active from sessions where ended_at is null and expires_at > memanto_now()`.execute(db)
  return rows[0]?.active ?? 0
}
