import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openCluster } from './embedded-cluster'
import { explainStartFailure } from './embedded-errors'
import { type Cluster, isChildRunning, lastLogLines, launchPostmaster, PORT, shutDown } from './embedded-postmaster'

export interface EmbeddedDatabase {
  /** A postgres:// URL with the password, which must not be logged. The same at every start. */
  url: string
  /** The folder of the data, perhaps not the chosen one: see embeddedDataDir. */
  dataDir: string
  /** False when another process of ours was already using the database; true when we started it, or found it unused after a crash. */
  isFirstUser: boolean
  /** Stops using the database; the last of our processes to do so stops Postgres. */
  stop(): Promise<void>
}

/**
 * Every process that uses the database has this lock, shared, on a connection of its own. A process that stops using it and gets the exclusive
 * lock was the last one, and stops Postgres. A killed process loses its connection and thereby the lock, so that no lock is left behind.
 */
const IN_USE = 1
const SETTING_UP = 2

const NAME = 'memanto'
const RECOVER_WITHIN_MS = 120_000
const MAX_LAUNCHES = 5
const RECONNECT_MS = 500
const RELEASE_WITHIN_MS = 10_000

interface Lease {
  client: pg.Client
  socket: Socket
}

/** Starts Postgres on a folder, or uses the one that is running there, and creates our database when it does not exist. */
export async function startEmbedded(requestedDir: string): Promise<EmbeddedDatabase> {
  try {
    const cluster = await openCluster(requestedDir)
    const { lease, launched } = await connectOrLaunch(cluster)
    const isFirstUser = launched || (await isOnlyUser(lease))
    return { url: urlOf(cluster), dataDir: cluster.dataDir, isFirstUser, stop: keepLease(cluster, lease) }
  } catch (error) {
    throw explainSystemError(error, requestedDir)
  }
}

/** Turns the error of a system call into a message for the user; our own messages stay. */
function explainSystemError(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  return new Error(explainStartFailure(dataDir, error.message), { cause: error })
}

function urlOf({ socket, password }: Cluster): string {
  return `postgres://${NAME}:${password}@localhost:${PORT}/${NAME}?host=${encodeURIComponent(socket)}&sslmode=disable`
}

/** Tries to connect, starting Postgres when it is not running, until a connection succeeds. */
async function connectOrLaunch(cluster: Cluster): Promise<{ lease: Lease; launched: boolean }> {
  const deadline = Date.now() + RECOVER_WITHIN_MS
  let postmaster: ChildProcess | undefined
  for (let launches = 0; Date.now() < deadline; await pause(20)) {
    const found = await tryToConnect(cluster)
    if (typeof found === 'object') return { lease: found, launched: isChildRunning(postmaster) }
    if (found === 'busy' || isChildRunning(postmaster)) continue
    if (launches === MAX_LAUNCHES) throw new Error(explainStartFailure(cluster.dataDir, lastLogLines(cluster)))
    await pause(200 * launches) // the postmaster of another process, or the remains of a killed one, may need a moment
    launches += 1
    postmaster = launchPostmaster(cluster)
  }
  throw new Error(
    `The embedded database in ${cluster.dataDir} is still recovering after ${RECOVER_WITHIN_MS / 1000} seconds. Wait, then restart.`,
  )
}

async function tryToConnect(cluster: Cluster): Promise<Lease | 'absent' | 'busy'> {
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
  const code = (error as { code?: string }).code ?? ''
  if (['ENOENT', 'ECONNREFUSED', 'ESRCH'].includes(code)) return 'absent'
  // 57P0x: Postgres is starting up or shutting down, or closed the connection because of that
  if (['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE', 'EAGAIN'].includes(code) || /terminated|not queryable/.test(String(error)))
    return 'busy'
  throw error
}

/** Creates our role and database. The role may create databases, as tests do, but is no superuser, so that its statements cannot read files or run programs. */
async function createDatabase(client: pg.Client, password: string): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [SETTING_UP])
  const { rows } = await client.query(
    'select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $1) as database',
    [NAME],
  )
  if (!rows[0].role) await client.query(`create role ${NAME} login createdb password ${client.escapeLiteral(password)}`)
  if (!rows[0].database) await client.query(`create database ${NAME} owner ${NAME}`)
  await client.query('select pg_advisory_unlock($1)', [SETTING_UP])
}

async function isOnlyUser({ client }: Lease): Promise<boolean> {
  const { rows } = await client.query(
    `select count(*)::int as others from pg_locks join pg_database on pg_database.oid = database and datname = current_database()
      where locktype = 'advisory' and classid = 0 and objid = $1 and granted and pid <> pg_backend_pid()`,
    [IN_USE],
  )
  return rows[0].others === 0
}

/** Keeps the shared lock until the returned function is called, and starts Postgres again if it ends before that. */
function keepLease(cluster: Cluster, first: Lease): () => Promise<void> {
  let release: Promise<void> | undefined
  let current: Promise<Lease | undefined>
  const watch = (lease: Lease) => {
    lease.socket.unref() // does not keep a process running that forgets to stop the database
    lease.client.once('end', () => {
      if (!release) current = reconnect()
    })
    return lease
  }
  const reconnect = async () => {
    while (!release) {
      await pause(RECONNECT_MS, undefined, { ref: false })
      const reconnected = await connectOrLaunch(cluster).catch(() => undefined)
      if (reconnected) return watch(reconnected.lease)
    }
  }
  current = Promise.resolve(watch(first))
  return () => (release ??= current.then((lease) => releaseLease(cluster, lease)))
}

async function releaseLease(cluster: Cluster, lease: Lease | undefined): Promise<void> {
  const deadline = Date.now() + RELEASE_WITHIN_MS
  for (
    let current = lease ?? (await tryToConnect(cluster));
    current !== 'absent' && Date.now() < deadline;
    current = await tryToConnect(cluster)
  ) {
    if (current !== 'busy' && (await tryToRelease(cluster, current))) return
    await pause(100) // the connection was closed: Postgres is recovering or has ended, so try again
  }
}

async function tryToRelease(cluster: Cluster, { client, socket }: Lease): Promise<boolean> {
  socket.ref()
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [IN_USE])
    const { rows } = await client.query('select pg_try_advisory_lock($1) as last', [IN_USE])
    if (rows[0].last) await shutDown(cluster)
    await client.end()
    return true
  } catch (error) {
    classifyConnectError(error) // throws unless the connection was closed
    return false
  }
}
