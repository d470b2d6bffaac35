import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { explainStartFailure } from './embedded-errors'
import { type Cluster, isChildRunning, lastLogLines, launchPostmaster, PORT, shutDown } from './embedded-postmaster'
import { codeOf } from './error-code'

/** Name of the role and of the database of the product. */
export const DATABASE_NAME = 'memanto'

/**
 * The advisory lock that every process has, shared, while it uses the embedded database. A process that stops using it and then gets the
 * exclusive lock was the last one, and stops Postgres. A killed process loses its connection and with it the lock.
 */
const IN_USE = 1
/** The advisory lock of the process that creates the role and the database. */
const SETTING_UP = 2

const RECOVER_WITHIN_MS = 120_000
const MAX_LAUNCHES = 5

/** A connection that has the shared lock IN_USE. */
export interface Lease {
  client: pg.Client
  socket: Socket
}

/** Connects, and starts Postgres when it is not running. `hasLaunched` is whether this call started it. @throws when Postgres does not start or recover in time */
export async function connectOrLaunch(cluster: Cluster): Promise<{ lease: Lease; hasLaunched: boolean }> {
  const deadline = Date.now() + RECOVER_WITHIN_MS
  let postmaster: ChildProcess | undefined
  for (let launches = 0; Date.now() < deadline; await pause(20)) {
    const outcome = await tryToConnect(cluster)
    if (typeof outcome === 'object') return { lease: outcome, hasLaunched: isChildRunning(postmaster) }
    if (outcome === 'busy' || isChildRunning(postmaster)) continue
    if (launches === MAX_LAUNCHES) throw new Error(explainStartFailure(cluster.dataDir, lastLogLines(cluster)))
    await pause(200 * launches) // the postmaster of another process, or the remains of a killed one, may need a moment
    launches += 1
    postmaster = launchPostmaster(cluster)
  }
  throw new Error(
    `The embedded database in ${cluster.dataDir} is still recovering after ${RECOVER_WITHIN_MS / 1000} seconds. Wait, then restart.`,
  )
}

/** Tries once to connect: `absent` when Postgres is not running, `busy` while it is starting or stopping. */
export async function tryToConnect(cluster: Cluster): Promise<Lease | 'absent' | 'busy'> {
  const socket = new Socket()
  const { socket: host, password } = cluster
  const client = new pg.Client({
    host,
    port: PORT,
    user: 'postgres',
    database: 'postgres',
    password,
    ssl: false,
    connectionTimeoutMillis: 10_000,
    stream: () => socket,
  })
  client.on('error', () => {}) // 'end' follows, which has a listener
  try {
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1)', [IN_USE])
    await createDatabase(client, password)
    return { client, socket }
  } catch (error) {
    socket.destroy()
    return classifyConnectError(error)
  }
}

function classifyConnectError(error: unknown): 'absent' | 'busy' {
  const code = codeOf(error) ?? ''
  if (['ENOENT', 'ECONNREFUSED', 'ESRCH'].includes(code)) return 'absent'
  // 57P0x: Postgres is starting up or shutting down, or closed the connection because of that
  if (['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE', 'EAGAIN'].includes(code) || /terminated|not queryable/.test(String(error)))
    return 'busy'
  throw error
}

/** Creates the role and the database of the product. The role may create databases, which tests do. It is no superuser, so that its statements cannot read files or run programs. */
async function createDatabase(client: pg.Client, password: string): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [SETTING_UP])
  const { rows } = await client.query(
    'select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $1) as database',
    [DATABASE_NAME],
  )
  if (!rows[0].role) await client.query(`create role ${DATABASE_NAME} login createdb password ${client.escapeLiteral(password)}`)
  if (!rows[0].database) await client.query(`create database ${DATABASE_NAME} owner ${DATABASE_NAME}`)
  await client.query('select pg_advisory_unlock($1)', [SETTING_UP])
}

/** Returns whether no other process uses the database. */
export async function isOnlyUser({ client }: Lease): Promise<boolean> {
  const { rows } = await client.query(
    `select count(*)::int as others from pg_locks join pg_database on pg_database.oid = database and datname = current_database()
      where locktype = 'advisory' and classid = 0 and objid = $1 and granted and pid <> pg_backend_pid()`,
    [IN_USE],
  )
  return rows[0].others === 0
}

/** Ends a lease, and stops Postgres when no other process uses it. Returns false when the connection was closed, so that it must be tried again. */
export async function tryToRelease(cluster: Cluster, { client, socket }: Lease): Promise<boolean> {
  socket.ref()
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [IN_USE])
    const { rows } = await client.query('select pg_try_advisory_lock($1) as "isLast"', [IN_USE])
    if (rows[0].isLast) await shutDown(cluster)
    await client.end()
    return true
  } catch (error) {
    classifyConnectError(error) // throws unless the connection was closed
    return false
  }
}
