import { type Compilable, CompiledQuery, type ConnectionProvider, Kysely } from 'kysely'
import pg from 'pg'
import { type PipelinedConnection, pipelinedDialect } from './pipelined-connection'
import type { Db, Schema, Tx } from './schema'

declare const rowType: unique symbol

/** A statement with the type of its rows. */
export interface Statement<Row> extends CompiledQuery {
  readonly [rowType]?: Row
}

/** Returns a statement whose text has its parameters as `$1`, `$2`, …. */
export const statement = <Row>(text: string, values: unknown[]): Statement<Row> => CompiledQuery.raw(text, values)

/**
 * Sends statements, of a transaction or each of its own, in one round trip, and returns the rows of each. They are executed in this order; each sees what was committed
 * before it began, so that a statement which follows a lock reads what the transactions wrote that it waited for.
 */
export async function sendTogether<Rows extends unknown[]>(
  db: Db,
  ...statements: { [Index in keyof Rows]: Statement<Rows[Index]> }
): Promise<{ [Index in keyof Rows]: Rows[Index][] }> {
  return db.getExecutor().provideConnection(async (connection) => {
    const results = await (connection as PipelinedConnection).send(...(statements as CompiledQuery[]))
    return results.map(({ rows }) => rows) as { [Index in keyof Rows]: Rows[Index][] }
  })
}

/**
 * Sends a statement of a transaction in the round trip of its next statement, or of its commit. For writes whose outcome is known: their errors
 * are thrown by whatever they are sent with, and undo the transaction. `check` looks at its rows; what it throws is thrown in the place of the
 * result of what it was sent with, and what `onError` throws in the place of the statement's error.
 */
export async function sendLater<Row>(
  tx: Tx,
  later: Statement<Row> | Compilable,
  check?: (rows: Row[]) => void,
  onError?: (error: unknown) => void,
): Promise<void> {
  const compiled = 'compile' in later ? later.compile() : later
  const checkRows = check && ((rows: unknown[]) => check(rows as Row[]))
  await tx
    .getExecutor()
    .provideConnection(async (connection) => (connection as PipelinedConnection).sendLater(compiled, checkRows, onError))
}

/** Parts of every database that `withFirstStatement` returns. Connections come from elsewhere. */
const SHARED = sharedParts()

function sharedParts() {
  const nowhere = { connect: () => Promise.reject(new Error('This database has no connections of its own.')), end: async () => {} }
  const dialect = pipelinedDialect(nowhere, { isPrepared: false, types: pg.types, afterBegin: () => undefined })
  return { config: { dialect }, dialect, driver: dialect.createDriver() }
}

/**
 * Returns a database whose first round trip begins with a statement. `check` looks at its rows before the result of anything else is returned, and
 * nothing is committed that it throws an error for, except what is written outside a transaction. With several connections, each first round trip
 * does so until a check has passed.
 */
export function withFirstStatement<Row>(db: Db, first: Statement<Row>, check: (rows: Row[]) => void): Db {
  const executor = db.getExecutor()
  let hasPassed = false
  const checkOnce = (rows: unknown[]) => {
    check(rows as Row[])
    hasPassed = true
  }
  const provider: ConnectionProvider = {
    provideConnection: (consumer) =>
      executor.provideConnection(async (connection) => {
        if (!hasPassed) (connection as PipelinedConnection).sendLater(first, checkOnce)
        return consumer(connection)
      }),
  }
  return new Kysely<Schema>({ ...SHARED, executor: executor.withConnectionProvider(provider) })
}
