import { type Kysely, sql } from 'kysely'

/** How many requests a key may send a minute, where it is not the limit of the server's settings; 0: as many as it likes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table api_keys add column requests_per_minute integer check (requests_per_minute >= 0)`.execute(db)
}
