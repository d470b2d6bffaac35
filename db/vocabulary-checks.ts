import { insertWordsOf } from './memory-words'
import { sendLater, statement } from './round-trips'
import type { AgentKey, Db, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** Returns the agents of a team whose vocabulary lost words and was not checked since. */
export async function listVocabularyChecks(db: Db, teamId: string): Promise<AgentKey[]> {
  const found = await db
    .selectFrom('vocabulary_checks')
    .select('agent_row_id')
    .where('team_id', '=', teamId)
    .orderBy('agent_row_id')
    .execute()
  return found.map(({ agent_row_id: id }) => ({ team_id: teamId, id }))
}

const ofAgent = (row: string) => `${row}.team_id = $1::uuid and ${row}.agent_row_id = $2::uuid`

const LOCK = hotStatement(
  'lock_vocabulary_check',
  `select c.since::text as since, c.waits_for is not null as waits from vocabulary_checks c where ${ofAgent('c')} for update`,
)

/** Only sessions of this database can store memories in it, and those of Postgres itself, which have no user, store none. */
const NOTE_RUNNING = hotStatement(
  'note_running_transactions',
  `update vocabulary_checks c set waits_for = array(
     select l.virtualxid from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'virtualxid' and l.granted and l.pid <> pg_backend_pid() and a.datname = current_database() and a.usesysid is not null)
   where ${ofAgent('c')}`,
)

const IS_WAITING = hotStatement(
  'is_vocabulary_check_waiting',
  `select exists (
     select from vocabulary_checks c join pg_locks l on l.locktype = 'virtualxid' and l.granted and l.virtualxid = any (c.waits_for) where ${ofAgent('c')}
   ) as waits`,
)

/** How many memories one transaction checks. Purges of the agent wait for each of these transactions, which must therefore be short. */
const WRITTEN_AT_ONCE = 500

/** A memory by the transaction that wrote it. */
interface WrittenMemory {
  txid: string
  id: string
}

const ADD_MISSING = hotStatement(
  'add_missing_words',
  `with written as materialized (
     select m.team_id, m.agent_row_id, m.txid, m.id, m.search from memories m
     where ${ofAgent('m')} and (m.txid, m.id) > ($3::text::xid8, $4::text) order by m.txid, m.id limit ${WRITTEN_AT_ONCE}
   ),
   added as (${insertWordsOf('written')})
   select w.txid::text as txid, w.id, (select count(*) from written) as found from written w order by w.txid desc, w.id desc limit 1`,
)

const GO_ON = hotStatement('go_on_with_vocabulary_check', `update vocabulary_checks c set since = $3::text::xid8 where ${ofAgent('c')}`)

const REMOVE = hotStatement('remove_vocabulary_check', `delete from vocabulary_checks c where ${ofAgent('c')}`)

/** Forgets that the vocabulary of an agent must be checked, after a check that is under way. It is sent with the next statement or the commit. */
export async function removeVocabularyCheck(tx: Tx, { team_id: teamId, id }: AgentKey): Promise<void> {
  await sendLater(tx, statement(REMOVE, [teamId, id]))
}

/**
 * Adds the words to an agent's vocabulary that are missing because they were removed while a memory with them was being stored. The first call notes which
 * transactions run: only these can have found a word that is removed now. When all of them have ended, each later call adds the words of the next memories
 * that were written since. Returns the last of these when there may be more, for the next call; undefined when nothing more can be done now. A transaction
 * is noted by its virtual id, since it may have read before it got a number.
 */
export async function restoreWords(tx: Tx, { team_id: teamId, id }: AgentKey, after?: WrittenMemory): Promise<WrittenMemory | undefined> {
  const ofThis = [teamId, id]
  const [check] = (await tx.executeQuery<{ since: string; waits: boolean }>(statement(LOCK, ofThis))).rows
  if (check === undefined) return undefined
  if (!check.waits) {
    await tx.executeQuery(statement(NOTE_RUNNING, ofThis))
    return undefined
  }
  const [running] = (await tx.executeQuery<{ waits: boolean }>(statement(IS_WAITING, ofThis))).rows
  if (running?.waits) return undefined
  // A purge since the last call may have restarted the check, from an earlier transaction.
  const from = after?.txid === check.since ? after : { txid: check.since, id: '' }
  const [last] = (await tx.executeQuery<WrittenMemory & { found: number }>(statement(ADD_MISSING, [...ofThis, from.txid, from.id]))).rows
  const isDone = last === undefined || last.found < WRITTEN_AT_ONCE
  await sendLater(tx, isDone ? statement(REMOVE, ofThis) : statement(GO_ON, [...ofThis, last.txid]))
  return isDone ? undefined : { txid: last.txid, id: last.id }
}
