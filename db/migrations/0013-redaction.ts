import { type Kysely, sql } from 'kysely'

/** Adds what happens with secrets and personal numbers in the memories of a team. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table teams add column redaction text not null default 'warn' check (redaction in ('off', 'warn', 'redact', 'refuse'))`.execute(
    db,
  )
}
