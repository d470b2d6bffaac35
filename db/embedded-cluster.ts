import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  canReach,
  clusterIn,
  databaseUser,
  draftOf,
  embeddedDataDir,
  findBinaries,
  holdsCluster,
  isAlive,
  isRoot,
  makeFolder,
  type RunAs,
  settle,
  shortHash,
} from './embedded-host'

/** A cluster on disk, and what it takes to run it. */
export interface Cluster {
  dataDir: string
  binaries: string
  user: RunAs
  password: string
  /** The folder of its Unix socket. */
  socket: string
}

/** Names the socket file; no TCP port is opened. */
export const PORT = 5432
const PASSWORD_FILE = 'memanto.password'
const ROOM_NEEDED_MB = 32
const PRIVATE_FOLDER = 0o040700 // as stat tells it: a folder, no link, its owner's alone
const LOG_LIMIT_BYTES = 2 ** 20
const STOP_WITHIN_MS = 60_000

/** None of our own environment: PGPORT and the like would steer Postgres, and secrets are not its business. */
const environment = { PATH: process.env.PATH, LC_ALL: 'C', NODE_ENV: process.env.NODE_ENV }

/** Durable, reachable only through the socket, and silent about values: the log names no row. */
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: 200,
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  jit: 'off',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

/** Search needs to know what a letter is beyond ASCII: plain C, the last resort, takes “ for one. */
const locales = [
  ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
  ['--locale=C.UTF-8'],
  ['--locale=C', '--lc-ctype=en_US.UTF-8'],
  ['--locale=C'],
]

/** Finds the cluster of a data folder, or makes it. */
export async function openCluster(wished: string): Promise<Cluster> {
  const dataDir = embeddedDataDir(wished)
  const user = databaseUser(dataDir)
  makeFolder(dataDir, isRoot() ? 0o711 : 0o700)
  refuseForeign(dataDir, user)
  const binaries = findBinaries(user, dataDir)
  if (!holdsCluster(dataDir)) await initialize(dataDir, binaries, user)
  const password = readFileSync(join(clusterIn(dataDir), PASSWORD_FILE), 'utf8')
  return { dataDir, binaries, user, password, socket: socketFolder(clusterIn(dataDir), user) }
}

function refuseForeign(dataDir: string, user: RunAs): void {
  const cluster = clusterIn(dataDir)
  if (!existsSync(cluster)) return
  const owner = statSync(cluster).uid
  if (owner !== (user.uid ?? process.getuid?.()))
    throw new Error(
      `The database in ${dataDir} belongs to another user (uid ${owner}). Start as that user or as root, or choose another folder with MEMANTO_DATA_DIR.`,
    )
  if (!canReach(user, cluster))
    throw new Error(
      `The database's own user (uid ${owner}) cannot reach ${cluster}: a folder above it is closed. Open it (chmod o+x), or move the data and set MEMANTO_DATA_DIR.`,
    )
}

/** initdb in a draft folder that then takes its place whole: password and data never disagree, half a cluster is never seen. */
async function initialize(dataDir: string, binaries: string, user: RunAs): Promise<void> {
  const draft = draftOf(clusterIn(dataDir))
  const data = join(draft, 'data')
  const passwordFile = join(draft, PASSWORD_FILE)
  mkdirSync(draft, { mode: 0o700 })
  try {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
    for (const path of [draft, passwordFile]) giveTo(user, path)
    await initdb(binaries, user, ['-D', data, `--pwfile=${passwordFile}`]).catch((error) => {
      throw new Error(explain(dataDir, String(error.stderr || error)), { cause: error })
    })
    renameSync(passwordFile, join(data, PASSWORD_FILE))
    settle(data, clusterIn(dataDir))
  } finally {
    rmSync(draft, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function initdb(binaries: string, user: RunAs, place: string[], [locale, ...rest] = locales): Promise<void> {
  const fixed = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--lc-messages=C', '--data-checksums']
  try {
    await promisify(execFile)(join(binaries, 'initdb'), [...place, ...fixed, ...(locale ?? [])], { ...user, cwd: '/', env: environment })
  } catch (error) {
    if (rest.length === 0 || !/locale|unrecognized option/.test(String(error))) throw error
    await initdb(binaries, user, place, rest)
  }
}

function giveTo({ uid, gid }: RunAs, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
}

/** Beside the data, which only its user may enter; the system limits a socket's path to about 100 bytes, so a deep one goes to /tmp. */
function socketFolder(cluster: string, user: RunAs): string {
  if (Buffer.byteLength(join(cluster, `.s.PGSQL.${PORT}`)) <= 100) return cluster
  const folder = `/tmp/memanto-${shortHash(cluster)}`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  const isOurs = uid === process.getuid?.()
  if ((mode & 0o170777) !== PRIVATE_FOLDER || !(isOurs || uid === user.uid))
    throw new Error(
      `${folder} should be a folder that only the database's user can enter. Remove it, or choose a shorter path with MEMANTO_DATA_DIR.`,
    )
  if (isOurs) giveTo(user, folder)
  return folder
}

/** Starts a postmaster that outlives us and our terminal's Ctrl-C. Of several at once Postgres lets one live. */
export function launch(cluster: Cluster): ChildProcess {
  const data = clusterIn(cluster.dataDir)
  forgetDeadPostmaster(cluster)
  const log = openLog(cluster)
  const where = ['-D', data, '-p', String(PORT), '-k', cluster.socket === data ? '.' : cluster.socket]
  const how = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(cluster.binaries, 'postgres'), [...where, ...how], {
    ...cluster.user,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.on('error', () => {}) // its exit code tells
  child.unref()
  return child
}

function openLog(cluster: Cluster): number {
  const size = statSync(logOf(cluster), { throwIfNoEntry: false })?.size ?? 0
  return openSync(logOf(cluster), size > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600)
}

export const isRunning = (child: ChildProcess | undefined) => child !== undefined && child.exitCode === null && child.signalCode === null

const logOf = (cluster: Cluster) => join(cluster.dataDir, 'postgres.log')
const pidFileOf = (cluster: Cluster) => join(clusterIn(cluster.dataDir), 'postmaster.pid')

function postmasterPid(cluster: Cluster): number | undefined {
  try {
    return Number.parseInt(readFileSync(pidFileOf(cluster), 'utf8'), 10) || undefined
  } catch {
    return undefined
  }
}

/** Postgres forgets a dead pid by itself, but not one that now names something else. */
function forgetDeadPostmaster(cluster: Cluster): void {
  const pid = postmasterPid(cluster)
  if (!pid || !isAlive(pid)) return
  const command = commandOf(pid)
  if (command === undefined || command.includes(clusterIn(cluster.dataDir))) return
  rmSync(join(cluster.socket, `.s.PGSQL.${PORT}.lock`), { force: true })
  rmSync(pidFileOf(cluster), { force: true })
}

/** The command line of a process; undefined when nobody tells. */
function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout || undefined
  }
}

/** Fast shutdown: clients are cut off, what was committed is on disk. */
export async function shutDown(cluster: Cluster): Promise<void> {
  const pid = postmasterPid(cluster)
  if (!pid) return
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_WITHIN_MS
  while (postmasterPid(cluster) === pid && isAlive(pid)) {
    if (Date.now() > deadline)
      throw new Error(
        `PostgreSQL (process ${pid}) did not stop within ${STOP_WITHIN_MS / 1000} seconds. It goes on by itself; its log is ${logOf(cluster)}.`,
      )
    await pause(10)
  }
}

export function lastWords(cluster: Cluster): string {
  return readFileSync(logOf(cluster), 'utf8').trim().split('\n').slice(-5).join('\n')
}

/** A sentence about why the database of this folder does not run, and what to do. */
export function explain(dataDir: string, said: string): string {
  const lines = said.trim().split('\n').slice(-5).join('\n')
  return `The embedded database in ${dataDir} did not start. ${advice(dataDir, said)}${lines && ` It said:\n${lines}`}`
}

function advice(dataDir: string, said: string): string {
  const room = roomMegabytes(dataDir)
  if (/ENOSPC|No space left|EDQUOT|Disk quota/i.test(said) || (room !== undefined && room < ROOM_NEEDED_MB))
    return `Its disk is full${room === undefined ? '' : ` (${room} MB free)`}: make room and start again. What was saved is still there.`
  if (/EACCES|EPERM|EROFS|Permission denied|not permitted|Read-only/i.test(said))
    return 'Give the user that starts it access to the folder, or choose another with MEMANTO_DATA_DIR.'
  if (/shared memory|semaphore|Cannot allocate|ENOMEM/i.test(said))
    return 'The system refused it memory: free some, or set DATABASE_URL to another Postgres.'
  return `Its log is ${join(dataDir, 'postgres.log')}; or set DATABASE_URL to another Postgres.`
}

function roomMegabytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return Math.floor((bavail * bsize) / 2 ** 20)
  } catch {
    return undefined
  }
}
