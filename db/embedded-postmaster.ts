import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { clusterFolder, type RunAs } from './embedded-host'
import { isProcessRunning } from './temporary-paths'

/** A cluster on disk, and what is needed to run it. */
export interface Cluster {
  dataDir: string
  binaries: string
  user: RunAs
  password: string
  /** The folder of its Unix socket. */
  socket: string
}

/** Part of the name of the socket file; no TCP port is opened. */
export const PORT = 5432
const LOG_LIMIT_BYTES = 2 ** 20
const STOP_WITHIN_MS = 60_000

/** Nothing else of our environment: variables such as PGPORT would change what Postgres does, and it must not get secrets. */
export const environment = { PATH: process.env.PATH, LC_ALL: 'C', NODE_ENV: process.env.NODE_ENV }

/** Durable, reachable only through the socket, and without values of rows in the log. */
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

/** Starts a postmaster that keeps running after this process and after Ctrl-C. When several start at once, Postgres lets one continue. */
export function launchPostmaster(cluster: Cluster): ChildProcess {
  const data = clusterFolder(cluster.dataDir)
  removeStalePidFile(cluster)
  const log = openLog(cluster)
  const locationOptions = ['-D', data, '-p', String(PORT), '-k', cluster.socket === data ? '.' : cluster.socket]
  const settingOptions = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(cluster.binaries, 'postgres'), [...locationOptions, ...settingOptions], {
    ...cluster.user,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.on('error', () => {}) // the exit code shows it
  child.unref()
  return child
}

function openLog(cluster: Cluster): number {
  const size = statSync(logOf(cluster), { throwIfNoEntry: false })?.size ?? 0
  return openSync(logOf(cluster), size > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600)
}

/** Returns whether a child process has not ended. */
export const isChildRunning = (child: ChildProcess | undefined) =>
  child !== undefined && child.exitCode === null && child.signalCode === null

const logOf = (cluster: Cluster) => join(cluster.dataDir, 'postgres.log')
const pidFileOf = (cluster: Cluster) => join(clusterFolder(cluster.dataDir), 'postmaster.pid')

function postmasterPid(cluster: Cluster): number | undefined {
  try {
    return Number.parseInt(readFileSync(pidFileOf(cluster), 'utf8'), 10) || undefined
  } catch {
    return undefined
  }
}

/** Removes the pid file of a dead postmaster whose pid belongs to another program now; Postgres itself removes only those of no process. */
function removeStalePidFile(cluster: Cluster): void {
  const pid = postmasterPid(cluster)
  if (!pid || !isProcessRunning(pid)) return
  const command = commandOf(pid)
  if (command === undefined || command.includes(clusterFolder(cluster.dataDir))) return
  rmSync(join(cluster.socket, `.s.PGSQL.${PORT}.lock`), { force: true })
  rmSync(pidFileOf(cluster), { force: true })
}

/** Returns the command line of a process; undefined when the system does not report it. */
function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout || undefined
  }
}

/** Shuts Postgres down fast: clients are disconnected, committed data is on disk. */
export async function shutDown(cluster: Cluster): Promise<void> {
  const pid = postmasterPid(cluster)
  if (!pid) return
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_WITHIN_MS
  while (postmasterPid(cluster) === pid && isProcessRunning(pid)) {
    if (Date.now() > deadline)
      throw new Error(
        `PostgreSQL (process ${pid}) did not stop within ${STOP_WITHIN_MS / 1000} seconds. It is still shutting down; its log is ${logOf(cluster)}.`,
      )
    await pause(10)
  }
}

/** Returns the last lines of the log of Postgres. */
export function lastLogLines(cluster: Cluster): string {
  return readFileSync(logOf(cluster), 'utf8').trim().split('\n').slice(-5).join('\n')
}
