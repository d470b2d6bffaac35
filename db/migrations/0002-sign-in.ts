import { type Kysely, sql } from 'kysely'

/** Guesses at passwords, in the shape that rate-limiter-flexible expects. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table sign_in_guesses (key varchar(255) primary key, points integer not null default 0, expire bigint)`.execute(db)
}
