import { sql } from 'kysely'
import type { Tx } from './schema'

/** Upper bounds for what a connection waits for, in milliseconds. */
export interface Timeouts {
  /** For one lock (`lock_timeout`). */
  lockMs: number
  /** For one statement (`statement_timeout`). */
  statementMs: number
  /** Between two statements of a transaction (`idle_in_transaction_session_timeout`): frees the locks of a process that hangs. */
  idleInTransactionMs: number
  /** For the database's answer, measured by us: ends the wait for a database that is frozen or behind a dead network. */
  answerMs: number
}

/** For requests. Whoever meets a transaction of a frozen process is told to try again, and gets through within 10 seconds. */
export const REQUEST_TIMEOUTS: Timeouts = { lockMs: 4_000, statementMs: 15_000, idleInTransactionMs: 8_000, answerMs: 20_000 }

const HOUR_MS = 3_600_000

/** For migrations and other jobs that take as long as the data is large. Stated, because a role may have shorter ones of its own. */
export const JOB_TIMEOUTS: Timeouts = { lockMs: HOUR_MS, statementMs: 24 * HOUR_MS, idleInTransactionMs: 60_000, answerMs: 24 * HOUR_MS }

/** For one transaction that copies everything, however long: only what holds its locks must not keep it waiting. */
export const COPY_TIMEOUTS: Timeouts = { lockMs: 30_000, statementMs: 0, idleInTransactionMs: 0, answerMs: 0 }

/** A transaction's own limits until its end: the way to set them behind a pooler, which lends one session to many clients. */
export const localTimeouts = ({ lockMs, statementMs, idleInTransactionMs }: Timeouts) =>
  `set local lock_timeout = ${lockMs}; set local statement_timeout = ${statementMs}; set local idle_in_transaction_session_timeout = ${idleInTransactionMs}`

/** Lets this transaction stay idle between statements while its work goes on elsewhere. Other transactions must not wait for its locks. */
export async function allowIdleTransaction(tx: Tx, milliseconds: number): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = ${sql.lit(milliseconds)}`.execute(tx)
}
