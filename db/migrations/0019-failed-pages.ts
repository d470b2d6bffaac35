import { type Kysely, sql } from 'kysely'

/** Pages of the portal that failed are in the request log with the code that they showed, by which they are found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table request_log add column digest text').execute(db)
}
