import {
  type Compilable,
  CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresDialect,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import type pg from 'pg'
import type { Db, Schema, Tx } from './schema'

/** Where connections come from. */
interface Clients {
  connect(): Promise<pg.PoolClient>
  end(): Promise<void>
}

/** Kysely's dialect for Postgres on connections that send several statements in one round trip. The clients must have the option `pipeline`. */
export class PipelinedDialect extends PostgresDialect {
  readonly #clients: Clients

  constructor(clients: Clients) {
    super({ pool: clients })
    this.#clients = clients
  }

  override createDriver(): Driver {
    return new PipelinedDriver(this.#clients)
  }
}

const BEGIN = CompiledQuery.raw('begin')
const COMMIT = CompiledQuery.raw('commit')
const ROLLBACK = CompiledQuery.raw('rollback')

/** Sends what begins a transaction together with its first statement, and does not begin one that sends nothing. */
class PipelinedDriver implements Driver {
  readonly #clients: Clients

  constructor(clients: Clients) {
    this.#clients = clients
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PipelinedConnection> {
    return new PipelinedConnection(await this.#clients.connect())
  }

  async beginTransaction(connection: PipelinedConnection, { isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    if (isolationLevel || accessMode) throw new Error('Every transaction has the same isolation level and access mode.')
    connection.sendLater(BEGIN)
  }

  async commitTransaction(connection: PipelinedConnection): Promise<void> {
    if (connection.hasUnsentLast(BEGIN)) connection.dropUnsent()
    else await connection.send(COMMIT)
  }

  async rollbackTransaction(connection: PipelinedConnection): Promise<void> {
    const hasBegun = !connection.hasUnsent(BEGIN)
    connection.dropUnsent()
    if (hasBegun) await connection.send(ROLLBACK)
  }

  async releaseConnection(connection: PipelinedConnection): Promise<void> {
    connection.release()
  }

  async destroy(): Promise<void> {
    await this.#clients.end()
  }
}

/** A statement that is sent together with the next one. */
interface Unsent {
  statement: CompiledQuery
  /** Looks at its rows before the results of the next statement are returned. What it throws is thrown in their place. */
  check?: (rows: unknown[]) => void
}

/** A connection from the pool, for as long as somebody has it. */
class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #unsent: Unsent[] = []

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  async executeQuery<Row>(statement: CompiledQuery): Promise<QueryResult<Row>> {
    const [result] = await this.send(statement)
    return result as QueryResult<Row>
  }

  /** Sends statements, after those that were to be sent later, without waiting in between, and returns their results. */
  async send(...statements: CompiledQuery[]): Promise<QueryResult<unknown>[]> {
    const earlier = this.#unsent.splice(0)
    const results = await Promise.all(this.#writeTogether([...earlier, ...statements.map((statement) => ({ statement }))]))
    return results.slice(earlier.length)
  }

  /** Sends a statement together with the next one. An error of it is an error of that one. */
  sendLater(statement: CompiledQuery, check?: Unsent['check']): void {
    this.#unsent.push({ statement, ...(check && { check }) })
  }

  /** Tells whether a statement has not been sent yet. */
  hasUnsent(statement: CompiledQuery): boolean {
    return this.#unsent.some((unsent) => unsent.statement === statement)
  }

  /** Tells whether a statement is the last one that has not been sent yet. */
  hasUnsentLast(statement: CompiledQuery): boolean {
    return this.#unsent.at(-1)?.statement === statement
  }

  dropUnsent(): void {
    this.#unsent.length = 0
  }

  release(): void {
    this.#client.release()
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface requires a generator.
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('Results are read in pages, not as a stream.')
  }

  /** Puts them into as few packets as possible: the driver would write each into one of its own. */
  #writeTogether(statements: Unsent[]): Promise<QueryResult<unknown>>[] {
    const { stream } = (this.#client as unknown as { connection: { stream: Corkable } }).connection
    stream.cork()
    try {
      return statements.map(async ({ statement: { sql, parameters }, check }) => {
        const result = toResult(await this.#client.query(sql, [...parameters]))
        check?.(result.rows)
        return result
      })
    } finally {
      stream.uncork()
    }
  }
}

interface Corkable {
  cork(): void
  uncork(): void
}

const CHANGING = ['INSERT', 'UPDATE', 'DELETE', 'MERGE']

function toResult({ command, rowCount, rows }: pg.QueryResult): QueryResult<unknown> {
  return CHANGING.includes(command) ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows }
}

declare const rowType: unique symbol

/** A statement with the type of its rows. */
export interface Statement<Row> extends CompiledQuery {
  readonly [rowType]?: Row
}

/** Returns a statement whose text has its parameters as `$1`, `$2`, …. */
export const statement = <Row>(text: string, values: unknown[]): Statement<Row> => CompiledQuery.raw(text, values)

/**
 * Sends statements of a transaction in one round trip, and returns the rows of each. They are executed in this order; each sees what was committed
 * before it began, so that a statement which follows a lock reads what the transactions wrote that it waited for.
 */
export async function sendTogether<Rows extends unknown[]>(
  tx: Tx,
  ...statements: { [Index in keyof Rows]: Statement<Rows[Index]> }
): Promise<{ [Index in keyof Rows]: Rows[Index][] }> {
  return tx.getExecutor().provideConnection(async (connection) => {
    const results = await (connection as PipelinedConnection).send(...(statements as CompiledQuery[]))
    return results.map(({ rows }) => rows) as { [Index in keyof Rows]: Rows[Index][] }
  })
}

/**
 * Sends a statement of a transaction in the round trip of its next statement, or of its commit. For writes whose outcome is known: their errors
 * are thrown by whatever they are sent with, and undo the transaction.
 */
export async function sendLater(tx: Tx, later: CompiledQuery | Compilable): Promise<void> {
  const compiled = 'compile' in later ? later.compile() : later
  await tx.getExecutor().provideConnection(async (connection) => (connection as PipelinedConnection).sendLater(compiled))
}

/** Parts of every database that `withFirstStatement` returns. Connections come from elsewhere. */
const SHARED = sharedParts()

function sharedParts() {
  const nowhere = { connect: () => Promise.reject(new Error('This database has no connections of its own.')), end: async () => {} }
  const dialect = new PipelinedDialect(nowhere)
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
