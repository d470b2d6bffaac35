import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Db, Schema } from './schema'

export interface Connection {
  db: Db
  pool: pg.Pool
}

export interface ConnectionSettings {
  url: string
  poolSize: number
  /** Named prepared statements for the hot calls; off behind poolers that cannot keep them. */
  prepared: boolean
  /** Milliseconds that a request waits for a free connection, then for its statement. */
  waitMs: number
  /** A backup or a restore, whose statements may take hours. */
  isLongJob?: boolean
}

/** Opens a pool; nothing connects before the first query. */
export function connect({ url, poolSize, prepared, waitMs, isLongJob = false }: ConnectionSettings): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: waitMs,
    query_timeout: isLongJob ? 0 : 60_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'memanto',
    types: { getTypeParser },
  })
  // A connection that the database closes is replaced by the pool; without a listener, idle or in use, its error would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  if (prepared) pool.on('connect', prepareHotStatements)
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), pool }
}

const hotStatements = new Map<string, string>()

/** Names a statement's text, so that each connection parses and plans it once. */
export function hotStatement(name: string, text: string): string {
  hotStatements.set(text, name)
  return text
}

/** Kysely passes plain text; the driver prepares only what has a name. */
function prepareHotStatements(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...parts: unknown[]) => unknown
  const named = (first: unknown, values?: unknown, ...rest: unknown[]) => {
    const name = typeof first === 'string' ? hotStatements.get(first) : undefined
    return name === undefined ? query(first, values, ...rest) : query({ name, text: first, values }, ...rest)
  }
  client.query = named as typeof client.query
}

const INT8 = 20

/** Our 64-bit columns count things, far below 2^53: numbers, not strings. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 && format !== 'binary') return Number
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}
