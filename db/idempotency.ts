import { sql } from 'kysely'
import type { Db, Tx } from './schema'

export interface RecordKey {
  teamId: string
  caller: string
  key: string
}

/** False while another transaction works under the same key; held until this one ends. */
export async function tryLockRecord(tx: Tx, { teamId, caller, key }: RecordKey): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${teamId} ${caller} ${key}`}, 0)) as free`.execute(tx)
  return rows[0]?.free === true
}

/** The record of the last 24 hours; an older one is forgotten. */
export async function findRecord(tx: Tx, { teamId, caller, key }: RecordKey): Promise<{ fingerprint: string; answer: object } | undefined> {
  return tx
    .selectFrom('idempotency_records')
    .select(['fingerprint', 'answer'])
    .where('team_id', '=', teamId)
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('created_at', '>', sql<Date>`memanto_now() - interval '24 hours'`)
    .executeTakeFirst()
}

export async function insertRecord(tx: Tx, { teamId, caller, key }: RecordKey, fingerprint: string, answer: string): Promise<void> {
  const record = { fingerprint, answer, created_at: sql<Date>`memanto_now()` }
  await tx
    .insertInto('idempotency_records')
    .values({ team_id: teamId, caller, key, ...record })
    .onConflict((conflict) => conflict.columns(['team_id', 'caller', 'key']).doUpdateSet(record))
    .execute()
}

/** Removes up to `limit` records older than a day; gives how many. */
export async function purgeRecords(db: Db, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_records where (team_id, caller, key) in (
      select team_id, caller, key from idempotency_records
      where created_at < memanto_now() - interval '24 hours' order by created_at limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** From here on the work can be undone while the transaction goes on. */
export async function markWork(tx: Tx): Promise<void> {
  await sql`savepoint work`.execute(tx)
}

export async function undoWork(tx: Tx): Promise<void> {
  await sql`rollback to savepoint work`.execute(tx)
}
