import { CompiledQuery, sql } from 'kysely'
import { IDEMPOTENCY_RECORD_HOURS } from './constants'
import { sendLater } from './round-trips'
import type { Db, Tx } from './schema'

/** Records that were created earlier no longer count. */
const OLDEST_KEPT = sql<Date>`(select memanto_now() - ${sql.lit(IDEMPOTENCY_RECORD_HOURS)} * interval '1 hour')`

export interface RecordKey {
  teamId: string
  caller: string
  key: string
}

/** Locks an Idempotency-Key until the transaction ends; false while another transaction has locked it. */
export async function tryLockRecord(tx: Tx, { teamId, caller, key }: RecordKey): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${teamId} ${caller} ${key}`}, 0)) as free`.execute(tx)
  return rows[0]?.free === true
}

/** Finds the record of a key, unless it is older than IDEMPOTENCY_RECORD_HOURS. */
export async function findRecord(tx: Tx, { teamId, caller, key }: RecordKey): Promise<{ fingerprint: string; answer: object } | undefined> {
  return tx
    .selectFrom('idempotency_records')
    .select(['fingerprint', 'answer'])
    .where('team_id', '=', teamId)
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('created_at', '>', OLDEST_KEPT)
    .executeTakeFirst()
}

/** Records the answer to a request under its key, in place of an older record. */
export async function insertRecord(tx: Tx, { teamId, caller, key }: RecordKey, fingerprint: string, answer: string): Promise<void> {
  const record = { fingerprint, answer, created_at: sql<Date>`memanto_now()` }
  const insertion = tx
    .insertInto('idempotency_records')
    .values({ team_id: teamId, caller, key, ...record })
    .onConflict((conflict) => conflict.columns(['team_id', 'caller', 'key']).doUpdateSet(record))
  await sendLater(tx, insertion)
}

/** Removes up to `limit` records of a team that are older than IDEMPOTENCY_RECORD_HOURS, and returns how many. */
export async function purgeRecords(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_records where team_id = ${teamId} and (caller, key) in (
      select caller, key from idempotency_records where team_id = ${teamId}
        and created_at <= ${OLDEST_KEPT} order by created_at limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Begins the part of a transaction that `undoWork` undoes. */
export async function markWork(tx: Tx): Promise<void> {
  await sendLater(tx, CompiledQuery.raw('savepoint work'))
}

/** Undoes what the transaction did since `markWork`; the transaction continues. */
export async function undoWork(tx: Tx): Promise<void> {
  await sendLater(tx, CompiledQuery.raw('rollback to savepoint work'))
}
