import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'

/** Where connections come from. */
interface Clients {
  connect(): Promise<pg.PoolClient>
  end(): Promise<void>
}

/** A connection from the pool, for as long as somebody has it. It sends several statements in one round trip. */
export interface PipelinedConnection extends DatabaseConnection {
  /** Sends statements, after those that were to be sent later, without waiting in between, and returns their results. */
  send(...statements: CompiledQuery[]): Promise<QueryResult<unknown>[]>
  /**
   * Sends a statement together with the next one. An error of it is an error of that one, unless `onError` throws another. `check` looks at its
   * rows; what it throws is thrown in the place of the results of the next one.
   */
  sendLater(statement: CompiledQuery, check?: Check, onError?: (error: unknown) => void): void
  /** The statements that have not been sent yet. */
  unsent: Unsent[]
  /** What the first check threw that threw something. */
  refusal: { error: unknown } | undefined
  release(): void
}

type Check = (rows: unknown[]) => void

interface Unsent {
  statement: CompiledQuery
  check?: Check | undefined
  onError?: ((error: unknown) => void) | undefined
}

/** Returns Kysely's dialect for Postgres on such connections. The clients must have the option `pipeline`. */
export const pipelinedDialect = (clients: Clients): Dialect => ({
  createDriver: () => pipelinedDriver(clients) as Driver,
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (db) => new PostgresIntrospector(db),
})

const BEGIN = CompiledQuery.raw('begin')
const COMMIT = CompiledQuery.raw('commit')
const ROLLBACK = CompiledQuery.raw('rollback')

/** Sends what begins a transaction together with its first statement, and does not begin one that sends nothing. */
const pipelinedDriver = (clients: Clients) => ({
  init: async () => {},
  acquireConnection: async () => pipeline(await clients.connect()),
  beginTransaction: async (connection: PipelinedConnection) => connection.sendLater(BEGIN),
  commitTransaction: async (connection: PipelinedConnection) => {
    if (connection.unsent.at(-1)?.statement === BEGIN) {
      connection.unsent = []
      return
    }
    // A check must be able to prevent the commit, even where its error was caught.
    if (connection.unsent.some(({ check }) => check !== undefined)) await connection.send()
    if (connection.refusal) throw connection.refusal.error
    await connection.send(COMMIT)
  },
  rollbackTransaction: async (connection: PipelinedConnection) => {
    const hasBegun = !connection.unsent.some(({ statement }) => statement === BEGIN)
    connection.unsent = []
    if (hasBegun) await connection.send(ROLLBACK)
  },
  releaseConnection: async (connection: PipelinedConnection) => connection.release(),
  destroy: () => clients.end(),
})

function pipeline(client: pg.PoolClient): PipelinedConnection {
  const connection: PipelinedConnection = {
    unsent: [],
    refusal: undefined,
    async executeQuery<Row>(statement: CompiledQuery) {
      const [result] = await connection.send(statement)
      return result as QueryResult<Row>
    },
    async send(...statements) {
      const earlier = connection.unsent
      connection.unsent = []
      const answers = writeTogether(client, [...earlier, ...statements.map((statement) => ({ statement }))])
      return (await inOrder(answers)).slice(earlier.length)
    },
    sendLater: (statement, check, onError) =>
      void connection.unsent.push({ statement, check: check && noteRefusal(connection, check), onError }),
    streamQuery: () => {
      throw new Error('Results are read in pages, not as a stream.')
    },
    release: () => client.release(),
  }
  return connection
}

/** A check that notes its error, so that the transaction is not committed even where the error is caught. */
const noteRefusal =
  (connection: PipelinedConnection, check: Check): Check =>
  (rows) => {
    try {
      check(rows)
    } catch (error) {
      connection.refusal ??= { error }
      throw error
    }
  }

/** Waits for results. Throws the first error in their order: those after it say only that the transaction has failed. */
async function inOrder<Result>(answers: Promise<Result>[]): Promise<Result[]> {
  for (const answer of answers) answer.catch(() => {})
  const results: Result[] = []
  for (const answer of answers) results.push(await answer)
  return results
}

/** Writes statements into as few packets as possible: the driver would write each into one of its own. */
function writeTogether(client: pg.PoolClient, statements: Unsent[]): Promise<QueryResult<unknown>>[] {
  const { stream } = (client as unknown as { connection: { stream: Corkable } }).connection
  stream.cork()
  try {
    return statements.map(async ({ statement: { sql, parameters }, check, onError }) => {
      const answer = client.query(sql, [...parameters])
      const result = toResult(await (onError ? answer.catch((error: unknown) => throwFor(error, onError)) : answer))
      check?.(result.rows)
      return result
    })
  } finally {
    stream.uncork()
  }
}

function throwFor(error: unknown, onError: (error: unknown) => void): never {
  onError(error)
  throw error
}

interface Corkable {
  cork(): void
  uncork(): void
}

const CHANGING = ['INSERT', 'UPDATE', 'DELETE', 'MERGE']

function toResult({ command, rowCount, rows }: pg.QueryResult): QueryResult<unknown> {
  return CHANGING.includes(command) ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows }
}
