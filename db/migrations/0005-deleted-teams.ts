import { type Kysely, sql } from 'kysely'

/** Adds the mark of a deleted team, whose rows are removed later in batches. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table teams add column deleted_at timestamptz`.execute(db)
  await sql`create index teams_deleted on teams (deleted_at) where deleted_at is not null`.execute(db)
}
