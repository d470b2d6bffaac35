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
import { type BatchOutcome, type SendOptions, sendBatch } from './statement-batch'
import { hotStatement } from './statement-hooks'

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

export interface ConnectionOptions extends SendOptions {
  /** Text of a statement that each transaction begins with; undefined for none. */
  afterBegin: () => string | undefined
}

/** Returns Kysely's dialect for Postgres on such connections. The clients must have the option `pipeline`. */
export const pipelinedDialect = (clients: Clients, options: ConnectionOptions): Dialect => ({
  createDriver: () => pipelinedDriver(clients, options) as Driver,
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (db) => new PostgresIntrospector(db),
})

const BEGIN = CompiledQuery.raw(hotStatement('begin', 'begin'))
const COMMIT = CompiledQuery.raw(hotStatement('commit', 'commit'))
const ROLLBACK = CompiledQuery.raw(hotStatement('rollback', 'rollback'))

/** Sends what begins a transaction together with its first statement, and does not begin one that sends nothing. */
const pipelinedDriver = (clients: Clients, options: ConnectionOptions) => ({
  init: async () => {},
  acquireConnection: async () => pipeline(await clients.connect(), options),
  beginTransaction: async (connection: PipelinedConnection) => {
    connection.sendLater(BEGIN)
    const first = options.afterBegin()
    if (first !== undefined) connection.sendLater(CompiledQuery.raw(first))
  },
  commitTransaction: async (connection: PipelinedConnection) => {
    if (hasOnlyBegun(connection, options)) {
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

/** True when nothing was sent in a transaction, nor is to be sent. */
const hasOnlyBegun = ({ unsent }: PipelinedConnection, { afterBegin }: ConnectionOptions) =>
  unsent.at(afterBegin() === undefined ? -1 : -2)?.statement === BEGIN

function pipeline(client: pg.PoolClient, options: SendOptions): PipelinedConnection {
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
      const all = [...earlier, ...statements.map((statement): Unsent => ({ statement }))]
      const outcomes = await Promise.all(inBatches(all).map((batch) => sendStatements(client, batch, options)))
      return outcomes.flatMap(({ statements: sent, outcome }) => checkedResults(sent, outcome)).slice(earlier.length)
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

/** A text of several commands, as migrations have them, can be sent only by itself. */
const hasSeveralCommands = ({ statement: { sql, parameters } }: Unsent) => parameters.length === 0 && sql.includes(';')

/** Divides statements into those that can be sent in one batch. */
function inBatches(statements: Unsent[]): Unsent[][] {
  const batches: Unsent[][] = []
  let isOpen = false
  for (const statement of statements) {
    const isAlone = hasSeveralCommands(statement)
    const last = batches.at(-1)
    if (isOpen && !isAlone && last) last.push(statement)
    else batches.push([statement])
    isOpen = !isAlone
  }
  return batches
}

async function sendStatements(client: pg.PoolClient, statements: Unsent[], options: SendOptions) {
  const [first] = statements
  const outcome =
    first && hasSeveralCommands(first)
      ? await sendText(client, first.statement.sql)
      : await sendBatch(
          client,
          statements.map(({ statement }) => statement),
          options,
        )
  return { statements, outcome }
}

async function sendText(client: pg.PoolClient, text: string): Promise<BatchOutcome> {
  try {
    const { rows } = await client.query(text)
    return { results: [{ rows }], failure: undefined }
  } catch (error) {
    return { results: [], failure: { error } }
  }
}

/** Returns results that their checks accept. Throws the first error in the order of the statements. */
function checkedResults(statements: Unsent[], { results, failure }: BatchOutcome): QueryResult<unknown>[] {
  for (const [place, { rows }] of results.entries()) statements[place]?.check?.(rows)
  if (failure === undefined) return results
  statements[results.length]?.onError?.(failure.error)
  // The stack of the driver's error shows only its own code.
  if (failure.error instanceof Error) Error.captureStackTrace(failure.error)
  throw failure.error
}
