import { sql } from 'kysely'
import type { Db } from '../db/schema'

/** Moves the product's clock by hours, which may be negative, for every connection. */
export async function moveClock(db: Db, hours: number): Promise<void> {
  const seconds = String(hours * 3600)
  await sql`create or replace function memanto_now() returns timestamptz language sql volatile parallel safe
    as $$ select date_trunc('milliseconds', clock_timestamp()) + interval '${sql.raw(seconds)} seconds' $$`.execute(db)
}

/** Stops the product's clock at a moment, for every connection. */
export async function stopClock(db: Db, at: Date): Promise<void> {
  await sql`create or replace function memanto_now() returns timestamptz language sql volatile parallel safe
    as $$ select ${sql.lit(at.toISOString())}::timestamptz $$`.execute(db)
}

/** Changes the times of a session as if it had been opened that many hours earlier. */
export async function ageSession(db: Db, sessionId: string, hours: number): Promise<void> {
  await sql`update sessions set started_at = started_at - ${hours} * interval '1 hour', expires_at = expires_at - ${hours} * interval '1 hour'
    where id = ${sessionId}`.execute(db)
}
