import { sql } from 'kysely'
import type { Db, FailedSignIns, Tx } from './schema'

/** Counts a sign-in of a person that failed because the password was wrong. */
export async function countFailedSignIn(db: Db, personId: string, address: string | null): Promise<void> {
  await db
    .insertInto('failed_sign_ins')
    .values({ person_id: personId, attempts: 1, last_address: address })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet({
        attempts: sql<number>`failed_sign_ins.attempts + 1`,
        last_at: sql<Date>`excluded.last_at`,
        last_address: address,
      }),
    )
    .execute()
}

/** Removes and returns the failed sign-ins of a person that were counted since the last call; undefined when there were none. */
export async function takeFailedSignIns(tx: Tx, personId: string): Promise<FailedSignIns | undefined> {
  return tx.deleteFrom('failed_sign_ins').where('person_id', '=', personId).returningAll().executeTakeFirst()
}

/** Returns the ids of up to `limit` people whose first failed sign-in was counted at least so many minutes ago. */
export async function listPeopleWithFailedSignIns(db: Db, minutes: number, limit: number): Promise<string[]> {
  const found = await db
    .selectFrom('failed_sign_ins')
    .select('person_id')
    .where(sql<boolean>`first_at <= memanto_now() - ${minutes} * interval '1 minute'`)
    .orderBy('first_at')
    .limit(limit)
    .execute()
  return found.map(({ person_id }) => person_id)
}

/** Removes up to `limit` counters of sign-in attempts that have expired, and returns how many. */
export async function purgeSignInAttempts(db: Db, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with now as materialized (select extract(epoch from memanto_now()) * 1000 as ms)
    delete from sign_in_guesses where expire < (select ms from now) and ctid = any (array(
      select ctid from sign_in_guesses where expire < (select ms from now) limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}
