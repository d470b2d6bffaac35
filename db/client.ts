import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { readDatabaseUrl, withoutTls } from './connection-url'
import type { Db, Schema } from './schema'
import { localTimeouts, REQUEST_TIMEOUTS, type Timeouts } from './timeouts'

export interface Connection {
  db: Db
  pool: pg.Pool
  /** Takes a connection from the pool, for what Kysely cannot do. */
  openClient(): Promise<pg.PoolClient>
}

export interface ConnectionSettings {
  url: string
  poolSize: number
  /** Named prepared statements for the hot calls; off behind poolers that cannot keep them. */
  prepared: boolean
  /** How long a request waits for a free connection, in milliseconds. */
  waitMs: number
  /** Timeouts of each connection; those of requests unless a job has its own. */
  timeouts?: Timeouts
}

/** Creates a pool of connections; none is opened before the first query. */
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
  const session: SessionSupport = { timeouts, prefersTls, keepsTimeouts: undefined }
  // The pool replaces a connection that the database closes. Without listeners its error would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('connect', closeWhenUnanswered)
  pool.on('connect', (client) => limitTransactions(client, session))
  if (prepared) pool.on('connect', prepareHotStatements)
  const openClient = () => connectClient(pool, session)
  const dialect = new PostgresDialect({ pool: { connect: openClient, end: () => pool.end() } })
  return { db: new Kysely<Schema>({ dialect }), pool, openClient }
}

/** What a pool wants of each connection, and what the database, or a pooler before it, was found to support. */
interface SessionSupport {
  timeouts: Timeouts
  prefersTls: boolean
  /** False behind a pooler that rejects or ignores timeouts; undefined until a connection was examined. */
  keepsTimeouts: boolean | undefined
}

/** Sent when a connection opens, so that they apply to every statement without a statement of their own. */
const sessionTimeouts = ({ lockMs, statementMs, idleInTransactionMs }: Timeouts) => ({
  lock_timeout: lockMs,
  statement_timeout: statementMs,
  idle_in_transaction_session_timeout: idleInTransactionMs,
})

async function connectClient(pool: pg.Pool, session: SessionSupport): Promise<pg.PoolClient> {
  const client = await connectAsAllowed(pool, session)
  if (session.keepsTimeouts === undefined) await checkTimeouts(client, session)
  return client
}

/** Connects without what is not supported, from then on: a pooler may reject timeouts in the startup message, and TLS may be optional. */
async function connectAsAllowed(pool: pg.Pool, session: SessionSupport): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    const { message } = error as Error
    if (rejectsTimeouts(message)) omitTimeouts(pool, session)
    else if (session.prefersTls && message === NO_TLS_MESSAGE)
      pool.options.connectionString = withoutTls(pool.options.connectionString ?? '')
    else throw error
    return connectAsAllowed(pool, session)
  }
}

/** The driver's error message when the server does not support TLS. */
export const NO_TLS_MESSAGE = 'The server does not support SSL connections'

/** PgBouncer's error message, unless it is configured to ignore these parameters. */
const rejectsTimeouts = (message: string) => /^unsupported startup parameter: \w+_timeout$/.test(message)

function omitTimeouts(pool: pg.Pool, session: SessionSupport): void {
  Object.assign(pool.options, sessionTimeouts({ ...session.timeouts, lockMs: 0, statementMs: 0, idleInTransactionMs: 0 }))
  session.keepsTimeouts = false
}

/** Finds out whether timeouts apply: a pooler may also ignore them without an error. */
async function checkTimeouts(client: pg.PoolClient, session: SessionSupport): Promise<void> {
  try {
    const { rows } = await client.query<{ kept: boolean }>(`select bool_and(setting <> '0') as kept from pg_settings
      where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`)
    session.keepsTimeouts = rows[0]?.kept === true
  } catch (error) {
    client.release(error instanceof Error)
    throw error
  }
}

type Query = (...parts: unknown[]) => unknown

/** Replaces how a client sends statements. */
function wrapQuery(client: pg.ClientBase, wrap: (query: Query) => Query): void {
  client.query = wrap(client.query.bind(client) as Query) as typeof client.query
}

/** Begins each transaction together with its timeouts, in one message, where connections do not keep timeouts. */
function limitTransactions(client: pg.ClientBase, session: SessionSupport): void {
  const limits = localTimeouts(session.timeouts)
  wrapQuery(client, (query) => (first, ...rest) => {
    return query(session.keepsTimeouts === false && isBegin(first) ? `${first}; ${limits}` : first, ...rest)
  })
}

const isBegin = (text: unknown): text is string => typeof text === 'string' && /^(begin|start transaction)\b/.test(text)

/** Closes a connection on which a statement was not answered in time: the driver would reuse it, and the next statement would wait as well. */
function closeWhenUnanswered(client: pg.PoolClient): void {
  wrapQuery(client, (query) => (...parts) => {
    const answer = query(...parts)
    if (answer instanceof Promise) answer.catch((error: Error) => error.message === QUERY_TIMEOUT_MESSAGE && void closeClient(client))
    return answer
  })
}

const QUERY_TIMEOUT_MESSAGE = 'Query read timeout'

/** Closes the connection, whose statement is still running; the pool then replaces it. */
const closeClient = (client: pg.PoolClient) => (client as unknown as pg.Client).end().catch(() => {})

const hotStatements = new Map<string, string>()

/** Gives a statement a name, so that each connection parses and plans it once; returns its text. */
export function hotStatement(name: string, text: string): string {
  hotStatements.set(text, name)
  return text
}

/** Adds the names, because Kysely passes plain text and the driver prepares only statements with a name. */
function prepareHotStatements(client: pg.ClientBase): void {
  wrapQuery(client, (query) => (first, values, ...rest) => {
    const name = typeof first === 'string' ? hotStatements.get(first) : undefined
    return name === undefined ? query(first, values, ...rest) : query({ name, text: first, values }, ...rest)
  })
}

const INT8 = 20

/** Reads 64-bit integers as numbers instead of strings: those of our columns are far below 2^53. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 && format !== 'binary') return Number
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}
