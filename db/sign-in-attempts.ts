import { sql } from 'kysely'
import type { Db } from './schema'

/** Removes up to `limit` counters of sign-in attempts that have expired, and returns how many. */
export async function purgeSignInAttempts(db: Db, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with now as materialized (select extract(epoch from memanto_now()) * 1000 as ms)
    delete from sign_in_guesses where expire < (select ms from now) and key in (
      select key from sign_in_guesses where expire < (select ms from now) limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0)
}
