import { Kysely } from 'kysely'
import pg from 'pg'
import { readDatabaseUrl, withoutTls } from './connection-url'
import { parseTime } from './parse-time'
import { pipelinedDialect } from './pipelined-connection'
import type { Db, Schema } from './schema'
import { closeWhenUnanswered } from './statement-hooks'
import { localTimeouts, REQUEST_TIMEOUTS, type Timeouts } from './timeouts'

/** A pool of database connections. */
export interface Connection {
  db: Db
  pool: pg.Pool
  /** Takes a connection from the pool, for what Kysely cannot do. The caller must release it. */
  openClient(): Promise<pg.PoolClient>
}

/** How to connect to a database. */
export interface ConnectionSettings {
  url: string
  poolSize: number
  /** Whether the most frequent statements are prepared under names. False behind poolers that do not keep them. */
  prepared: boolean
  /** How long a request waits for a free connection, in milliseconds. */
  waitMs: number
  /** Timeouts of each connection, unless the URL has others; REQUEST_TIMEOUTS when absent. */
  timeouts?: Timeouts
  /** False where clients copy rows as a stream, which the driver cannot pipeline; true when absent. */
  isPipelined?: boolean
}

/** Creates a pool of connections; none is opened before the first query. */
export function connect({
  url,
  poolSize,
  prepared,
  waitMs,
  timeouts: wanted = REQUEST_TIMEOUTS,
  isPipelined = true,
}: ConnectionSettings): Connection {
  const { connectionString, prefersTls, timeouts: ofUrl } = readDatabaseUrl(url)
  const timeouts = { ...wanted, ...ofUrl }
  const pool = new pg.Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: waitMs,
    query_timeout: timeouts.answerMs,
    ...sessionTimeouts(timeouts),
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    pipeline: isPipelined,
    application_name: 'memanto',
    types: { getTypeParser },
  })
  const session: SessionSupport = { timeouts, prefersTls, keepsTimeouts: undefined }
  // The pool replaces a connection that the database closes. Without these listeners, the error event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('connect', closeWhenUnanswered)
  const openClient = () => connectClient(pool, session)
  const timeoutsPerTransaction = () => (session.keepsTimeouts === false ? localTimeouts(timeouts) : undefined)
  const dialect = pipelinedDialect(
    { connect: openClient, end: () => pool.end() },
    { isPrepared: prepared, types: { getTypeParser }, afterBegin: timeoutsPerTransaction },
  )
  return { db: new Kysely<Schema>({ dialect }), pool, openClient }
}

/** What a pool sets on each connection, and whether the database, or a pooler in front of it, supports it. */
interface SessionSupport {
  timeouts: Timeouts
  prefersTls: boolean
  /** False behind a pooler that rejects or ignores timeouts; undefined until a connection was examined. */
  keepsTimeouts: boolean | undefined
}

/** The driver does not send the number 0, so that a timeout of the role or the database would apply. It sends the text, which its type does not allow. */
const toOption = (milliseconds: number) => String(milliseconds) as unknown as number

/** Timeouts as options of a connection, which sends them when it opens. */
const sessionTimeouts = ({ lockMs, statementMs, idleInTransactionMs }: Timeouts) => ({
  lock_timeout: toOption(lockMs),
  statement_timeout: toOption(statementMs),
  idle_in_transaction_session_timeout: toOption(idleInTransactionMs),
})

const NO_TIMEOUTS = { lock_timeout: undefined, statement_timeout: undefined, idle_in_transaction_session_timeout: undefined }

async function connectClient(pool: pg.Pool, session: SessionSupport): Promise<pg.PoolClient> {
  const client = await connectAsAllowed(pool, session)
  if (session.keepsTimeouts === undefined) await checkTimeouts(client, session)
  return client
}

/** Connects. When a pooler rejects timeouts, or an optional TLS is not available, connects without them, from then on for the whole pool. */
async function connectAsAllowed(pool: pg.Pool, session: SessionSupport): Promise<pg.PoolClient> {
  const { lock_timeout, statement_timeout, idle_in_transaction_session_timeout } = pool.options
  const sendsTimeouts = Boolean(lock_timeout || statement_timeout || idle_in_transaction_session_timeout)
  try {
    return await pool.connect()
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (rejectsTimeouts(message) && sendsTimeouts) omitTimeouts(pool, session)
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
  Object.assign(pool.options, NO_TIMEOUTS)
  session.keepsTimeouts = false
}

/** Reads whether the timeouts apply: a pooler may also ignore them without an error. */
async function checkTimeouts(client: pg.PoolClient, session: SessionSupport): Promise<void> {
  try {
    const { rows } = await client.query<{ name: keyof typeof NO_TIMEOUTS; setting: string }>(`select name, setting from pg_settings
      where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`)
    const wanted = sessionTimeouts(session.timeouts)
    session.keepsTimeouts = rows.every(({ name, setting }) => setting === String(wanted[name]))
  } catch (error) {
    client.release(error instanceof Error)
    throw error
  }
}

const { INT8, TIMESTAMPTZ } = pg.types.builtins

/** Reads 64-bit integers as numbers instead of strings: all that the schema stores are far below 2^53. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
  if (oid === INT8) return Number
  return oid === TIMESTAMPTZ ? parseTime : pg.types.getTypeParser(oid, 'text')
}
