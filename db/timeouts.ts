import { sql } from 'kysely'
import type { Tx } from './schema'

/** How long a connection waits at most, in milliseconds. */
export interface Timeouts {
  /** For one lock (`lock_timeout`). */
  lockMs: number
  /** For one statement (`statement_timeout`). */
  statementMs: number
  /** Between two statements of a transaction (`idle_in_transaction_session_timeout`): releases the locks of a process that hangs. */
  idleInTransactionMs: number
  /** For the database's answer, measured in this process: the database may be frozen or the network down. */
  answerMs: number
}

/** For requests. A request that waits for a transaction of a frozen process fails, and succeeds when it is tried again within 10 seconds. */
export const REQUEST_TIMEOUTS: Timeouts = { lockMs: 4_000, statementMs: 15_000, idleInTransactionMs: 8_000, answerMs: 20_000 }

const HOUR_MS = 3_600_000

/** For migrations and other jobs that take longer the more data there is. Set explicitly, because a role may have shorter ones. */
export const JOB_TIMEOUTS: Timeouts = { lockMs: HOUR_MS, statementMs: 24 * HOUR_MS, idleInTransactionMs: 60_000, answerMs: 24 * HOUR_MS }

/** For a transaction that copies everything, however long it takes: only the wait for locks is limited. */
export const COPY_TIMEOUTS: Timeouts = { lockMs: 30_000, statementMs: 0, idleInTransactionMs: 0, answerMs: 0 }

/** A statement that sets timeouts until the end of the transaction: needed behind a pooler, where clients share the sessions of the database. */
export const localTimeouts = ({ lockMs, statementMs, idleInTransactionMs }: Timeouts) =>
  `select set_config('lock_timeout', '${lockMs}', true), set_config('statement_timeout', '${statementMs}', true),
     set_config('idle_in_transaction_session_timeout', '${idleInTransactionMs}', true)`

/** Lets this transaction be idle between statements for so long, while work is done on other connections. Others must not wait for its locks. */
export async function allowIdleTransaction(tx: Tx, milliseconds: number): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = ${sql.lit(milliseconds)}`.execute(tx)
}

/** Sends a statement that does nothing, so that the transaction is not taken for idle while other work is done. */
export async function endIdleTime(tx: Tx): Promise<void> {
  await sql`select 'not idle'`.execute(tx)
}
