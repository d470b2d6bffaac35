import { sql } from 'kysely'
import pg from 'pg'
import type { Connection } from '../db/client'
import type { Tx } from '../db/schema'
import { isBatch, type StatementBatch } from '../db/statement-batch'
import { atEnd } from './at-end'
import { statementsIn } from './statements-in'

/** Records every statement that the connections of a pool send, from the moment at which they are opened. */
export function recordStatements({ pool }: Connection): string[] {
  const sent: string[] = []
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => unknown
    client.query = ((first: unknown, ...rest: unknown[]) => {
      sent.push(...statementsIn(first).map(({ text }) => text))
      return query(first, ...rest)
    }) as typeof client.query
  })
  return sent
}

class Undone extends Error {}

/** Runs work in a transaction that is then rolled back. */
export async function runAndUndo({ db }: Connection, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  const transaction = db.transaction().execute(async (tx) => {
    await work(tx)
    await sql`select 'what was to be sent later'`.execute(tx)
    throw new Undone()
  })
  await transaction.catch((error) => {
    if (!(error instanceof Undone)) throw error
  })
}

/**
 * Counts the round trips of every connection of this process until the end of the test file. One begins with a statement that is sent while its connection
 * waits for nothing; what is sent until that is answered belongs to it.
 */
export function countRoundTrips(): { count: number } {
  const counted = { count: 0 }
  const waiting = new WeakMap<pg.Client, number>()
  const original = pg.Client.prototype.query
  atEnd(() => {
    pg.Client.prototype.query = original
  })
  const query = original as (this: pg.Client, ...parts: unknown[]) => unknown
  pg.Client.prototype.query = function countingQuery(this: pg.Client, ...parts: unknown[]) {
    const unanswered = waiting.get(this) ?? 0
    if (unanswered === 0) counted.count++
    waiting.set(this, unanswered + 1)
    const settle = () => void waiting.set(this, (waiting.get(this) ?? 1) - 1)
    const [batch] = parts
    if (isBatch(batch)) callAfter(batch, settle)
    const answer = query.apply(this, parts)
    if (answer instanceof Promise) answer.then(settle, settle)
    return answer
  } as typeof pg.Client.prototype.query
  return counted
}

function callAfter(batch: StatementBatch, settle: () => void): void {
  const { callback } = batch
  batch.callback = (error) => {
    settle()
    callback(error)
  }
}
