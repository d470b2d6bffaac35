import { sql } from 'kysely'
import type { Db, FailedSignIns, Tx } from './schema'

/** Counts a wrong password of a person. */
export async function countFailedSignIn(db: Db, personId: string, address: string | null): Promise<void> {
  await db
    .insertInto('failed_sign_ins')
    .values({ person_id: personId, attempts: 1, last_address: address })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet({
        attempts: sql<number>`failed_sign_ins.attempts + 1`,
        last_at: sql<Date>`memanto_now()`,
        last_address: address,
      }),
    )
    .execute()
}

/** Removes and returns what was counted of a person since the last time. */
export async function takeFailedSignIns(tx: Tx, personId: string): Promise<FailedSignIns | undefined> {
  return tx.deleteFrom('failed_sign_ins').where('person_id', '=', personId).returningAll().executeTakeFirst()
}

/** Returns up to `limit` people whose first counted failure is at least that many minutes old. */
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
