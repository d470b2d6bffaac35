import { sql } from 'kysely'
import type { Connection } from '../db/client'
import type { Tx } from '../db/schema'

/** Records every statement that the connections of a pool send, from the moment at which they are opened. */
export function recordStatements({ pool }: Connection): string[] {
  const sent: string[] = []
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => unknown
    client.query = ((first: unknown, ...rest: unknown[]) => {
      if (typeof first === 'string') sent.push(first)
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
