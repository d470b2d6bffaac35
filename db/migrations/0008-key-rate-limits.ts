import { type Kysely, sql } from 'kysely'

/** Adds the number of requests a minute that a key may send: null for the limit of the server's settings, 0 for no limit. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table api_keys add column requests_per_minute integer check (requests_per_minute >= 0)`.execute(db)
}
