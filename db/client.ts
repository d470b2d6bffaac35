import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { readDatabaseUrl, withoutTls } from './connection-url'
import type { Db, Schema } from './schema'
import { localTimeouts, REQUEST_TIMEOUTS, type Timeouts } from './timeouts'

export interface Connection {
  db: Db
  pool: pg.Pool
}

export interface ConnectionSettings {
  url: string
  poolSize: number
  /** Named prepared statements for the hot calls; off behind poolers that cannot keep them. */
  prepared: boolean
  /** Milliseconds that a request waits for a free connection. */
  waitMs: number
  /** What each connection waits for after that; those of requests unless a job brings its own. */
  timeouts?: Timeouts
}

/** Opens a pool; nothing connects before the first query. */
export function connect({ url, poolSize, prepared, waitMs, timeouts = REQUEST_TIMEOUTS }: ConnectionSettings): Connection {
  const { connectionString, prefersTls } = readDatabaseUrl(url)
  const pool = new pg.Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: waitMs,
    query_timeout: timeouts.answerMs,
    ...sessionTimeouts(timeouts),
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'memanto',
    types: { getTypeParser },
  })
  // A connection that the database closes is replaced by the pool; without a listener, idle or in use, its error would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('connect', leaveWhenUnanswered)
  if (prepared) pool.on('connect', prepareHotStatements)
  const open = { connect: () => connectClient(pool, timeouts, prefersTls), end: () => pool.end() }
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: open }) }), pool }
}

/** Sent when a connection opens, so that they hold for every statement without costing one. */
const sessionTimeouts = ({ lockMs, statementMs, idleInTransactionMs }: Timeouts) => ({
  lock_timeout: lockMs,
  statement_timeout: statementMs,
  idle_in_transaction_session_timeout: idleInTransactionMs,
})

/** What a server cannot do is left out from then on: a pooler takes no timeouts at the opening of a connection, and TLS may be optional. */
async function connectClient(pool: pg.Pool, timeouts: Timeouts, prefersTls: boolean): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    const { message } = error as Error
    if (refusesTimeouts(message)) limitTransactionsOnly(pool, timeouts)
    else if (prefersTls && message === NO_TLS) connectWithoutTls(pool)
    else throw error
    return pool.connect()
  }
}

/** The driver's words when the server declines to encrypt. */
export const NO_TLS = 'The server does not support SSL connections'

/** PgBouncer's words, unless it is told to ignore these parameters. */
const refusesTimeouts = (message: string) => /^unsupported startup parameter: \w+_timeout$/.test(message)

const limited = new WeakSet<pg.Pool>()

function limitTransactionsOnly(pool: pg.Pool, timeouts: Timeouts): void {
  Object.assign(pool.options, sessionTimeouts({ ...timeouts, lockMs: 0, statementMs: 0, idleInTransactionMs: 0 }))
  if (limited.has(pool)) return
  limited.add(pool)
  pool.on('connect', (client) => limitTransactions(client, timeouts))
}

function connectWithoutTls(pool: pg.Pool): void {
  pool.options.connectionString = withoutTls(pool.options.connectionString ?? '')
}

type Query = (...parts: unknown[]) => unknown

/** Replaces how a client sends statements. */
function wrapQuery(client: pg.ClientBase, wrap: (query: Query) => Query): void {
  client.query = wrap(client.query.bind(client) as Query) as typeof client.query
}

/** Begins each transaction together with its limits, in one message. */
function limitTransactions(client: pg.ClientBase, timeouts: Timeouts): void {
  const limits = localTimeouts(timeouts)
  wrapQuery(
    client,
    (query) =>
      (first, ...rest) =>
        query(isBegin(first) ? `${first}; ${limits}` : first, ...rest),
  )
}

const isBegin = (text: unknown): text is string => typeof text === 'string' && /^(begin|start transaction)\b/.test(text)

/** The driver gives up a statement that is not answered in time, but not its connection, on which the next one would wait as well. */
function leaveWhenUnanswered(client: pg.PoolClient): void {
  wrapQuery(client, (query) => (...parts) => {
    const answer = query(...parts)
    if (answer instanceof Promise) answer.catch((error: Error) => error.message === UNANSWERED && void endNow(client))
    return answer
  })
}

const UNANSWERED = 'Query read timeout'

/** Cuts the connection, whose statement is still running; the pool then replaces it. */
const endNow = (client: pg.PoolClient) => (client as unknown as pg.Client).end().catch(() => {})

const hotStatements = new Map<string, string>()

/** Names a statement's text, so that each connection parses and plans it once. */
export function hotStatement(name: string, text: string): string {
  hotStatements.set(text, name)
  return text
}

/** Kysely passes plain text; the driver prepares only what has a name. */
function prepareHotStatements(client: pg.ClientBase): void {
  wrapQuery(client, (query) => (first, values, ...rest) => {
    const name = typeof first === 'string' ? hotStatements.get(first) : undefined
    return name === undefined ? query(first, values, ...rest) : query({ name, text: first, values }, ...rest)
  })
}

const INT8 = 20

/** Our 64-bit columns count things, far below 2^53: numbers, not strings. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 && format !== 'binary') return Number
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}
