import { type Kysely, sql } from 'kysely'

/** A deleted team is gone at once; its rows go afterwards, in batches. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table teams add column deleted_at timestamptz`.execute(db)
  await sql`create index teams_deleted on teams (deleted_at) where deleted_at is not null`.execute(db)
}
