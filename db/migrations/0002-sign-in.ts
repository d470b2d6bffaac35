import { type Kysely, sql } from 'kysely'

/** Creates the counters of sign-in attempts, with the columns that rate-limiter-flexible expects. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table sign_in_guesses (key varchar(255) primary key, points integer not null default 0, expire bigint)`.execute(db)
}
