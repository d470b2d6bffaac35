import { CompiledQuery, sql } from 'kysely'
import { IDEMPOTENCY_RECORD_HOURS } from './constants'
import { codeOf } from './error-code'
import { sendLater, statement } from './round-trips'
import type { AgentKey, Db, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** Records that were created earlier no longer count. */
const OLDEST_KEPT = `(select memanto_now() - ${IDEMPOTENCY_RECORD_HOURS} * interval '1 hour')`

export interface RecordKey {
  teamId: string
  caller: string
  key: string
}

/** What an earlier request with the same key left. */
export interface StoredRecord {
  fingerprint: string
  answer: object
}

/** Fails with DIVISION_BY_ZERO while another transaction has locked the key, so that the statements sent with it fail too instead of waiting. */
const LOCK_RECORD = hotStatement(
  'lock_record',
  'select 1 / case when pg_try_advisory_xact_lock(hashtextextended($1::text, 0)) then 1 else 0 end',
)
const DIVISION_BY_ZERO = '22012'

const FIND_RECORD = hotStatement(
  'find_record',
  `select fingerprint, answer from idempotency_records where team_id = $1::uuid and caller = $2::text and key = $3::text
     and created_at > ${OLDEST_KEPT}`,
)

/**
 * Locks an Idempotency-Key until the transaction ends, in the round trip of its next statement, and calls `onEarlier` when there was an earlier
 * request: with its record, or with undefined while another transaction has locked the key. What that throws is thrown in the place of the result
 * of that statement, and prevents the commit.
 */
export async function lockRecordLater(
  tx: Tx,
  { teamId, caller, key }: RecordKey,
  onEarlier: (record: StoredRecord | undefined) => void,
): Promise<void> {
  const lock = statement(LOCK_RECORD, [`${teamId} ${caller} ${key}`])
  await sendLater(tx, lock, undefined, (error) => {
    if (codeOf(error) === DIVISION_BY_ZERO) onEarlier(undefined)
  })
  await sendLater(tx, statement<StoredRecord>(FIND_RECORD, [teamId, caller, key]), ([record]) => {
    if (record !== undefined) onEarlier(record)
  })
}

const INSERT_RECORD = hotStatement(
  'insert_record',
  `insert into idempotency_records (team_id, caller, key, fingerprint, answer, created_at)
   values ($1::uuid, $2::text, $3::text, $4::text, $5::jsonb, memanto_now())
   on conflict (team_id, caller, key)
   do update set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at`,
)

/** Records the answer to a request under its key, in place of an older record. It is written with the next statement or the commit. */
export async function insertRecord(tx: Tx, { teamId, caller, key }: RecordKey, fingerprint: string, answer: string): Promise<void> {
  await sendLater(tx, statement(INSERT_RECORD, [teamId, caller, key, fingerprint, answer]))
}

/** Removes up to `limit` records of a team that are older than IDEMPOTENCY_RECORD_HOURS, and returns how many. */
export async function purgeRecords(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_records where team_id = ${teamId} and ctid = any (array(
      select ctid from idempotency_records where team_id = ${teamId}
        and created_at <= ${sql.raw(OLDEST_KEPT)} order by created_at limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

const REPLACE_ANSWERS = hotStatement(
  'replace_answers',
  `with memories_named as materialized (
     select min(m.created_at) as first_at, max(case m.status when 'deleted' then m.updated_at else 'infinity' end) as last_at
     from memories m where m.team_id = $1::uuid and m.id = any ($2::text[])
   )
   update idempotency_records r set answer = $3::jsonb where r.team_id = $1::uuid
     and (select last_at from memories_named) > ${OLDEST_KEPT} - interval '1 hour' and r.created_at >= (select first_at from memories_named)
     and case when cardinality($2::text[]) = 1 then strpos(r.answer::text, ($2::text[])[1]) > 0
       else exists (select from regexp_matches(r.answer::text, 'mem_[A-Za-z0-9_-]+', 'g') as found (ids) where found.ids[1] = any ($2::text[])) end`,
)

/**
 * Replaces the answers of a team that name one of these memories, which must still exist: they may have its text. Once a memory is
 * deleted, no answer with its text is recorded any more. One memory has a search of its own, four times as fast. It is written with the next statement or the commit.
 */
export async function replaceAnswers(tx: Tx, teamId: string, memoryIds: string[], answer: string): Promise<void> {
  await sendLater(tx, statement(REPLACE_ANSWERS, [teamId, memoryIds, answer]))
}

const REPLACE_ANSWERS_OF_AGENT = hotStatement(
  'replace_answers_of_agent',
  `update idempotency_records r set answer = $3::jsonb where r.team_id = $1::uuid
     and strpos(r.answer::text, $2::text) > 0 and strpos(r.answer::text, '"mem_') > 0`,
)

/** Replaces the answers of a team that name memories of an agent. It is written with the next statement or the commit. */
export async function replaceAnswersOfAgent(tx: Tx, agent: AgentKey, answer: string): Promise<void> {
  await sendLater(tx, statement(REPLACE_ANSWERS_OF_AGENT, [agent.team_id, agent.id, answer]))
}

/** Begins the part of a transaction that `undoWork` undoes. */
export async function markWork(tx: Tx): Promise<void> {
  await sendLater(tx, CompiledQuery.raw('savepoint work'))
}

/** Undoes what the transaction did since `markWork`; the transaction continues. */
export async function undoWork(tx: Tx): Promise<void> {
  await sendLater(tx, CompiledQuery.raw('rollback to savepoint work'))
}
