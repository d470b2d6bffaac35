import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Commands hold the lock for milliseconds: an older lock belongs to a process that ended or is suspended. */
const STALE_MS = 10_000
const TIMEOUT_MS = 15_000

/**
 * Runs `work` while no other command has the lock of the folder. Why no library: docs/decisions/0021-cli-libraries.md.
 * @throws ELOCKED if the lock is not free within 15 seconds.
 */
export async function withLock<T>(folder: string, work: () => T): Promise<T> {
  const path = join(folder, '.lock')
  const owner = `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}`
  const release = () => contentOf(path) === owner && unlinkSync(path)
  await acquire(path, owner)
  process.once('exit', release)
  try {
    return work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

async function acquire(path: string, owner: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS
  while (!tryCreate(path, owner)) {
    if (isStale(path)) removeStale(path, owner)
    if (Date.now() > deadline) throw Object.assign(new Error(`${path} is locked by another command`), { code: 'ELOCKED' })
    await pause(5 + Math.random() * 20)
  }
}

function tryCreate(path: string, content: string): boolean {
  const file = openNew(path)
  if (file === undefined) return false
  try {
    writeFileSync(file, content)
    return true
  } catch (thrown) {
    // On a full disk there is a file but no content: nobody could tell that its process has ended.
    remove(path)
    throw thrown
  } finally {
    closeSync(file)
  }
}

/** Returns undefined if there is such a file. */
function openNew(path: string): number | undefined {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return undefined
    throw thrown
  }
}

/** Removes a stale lock. Only one command at a time does, and it checks again: a lock created in the meantime stays. */
function removeStale(path: string, owner: string): void {
  const guard = `${path}.clearing`
  if (!tryCreate(guard, owner)) {
    if (ageMs(guard) > STALE_MS) remove(guard)
    return
  }
  try {
    if (isStale(path)) remove(path)
  } finally {
    remove(guard)
  }
}

/** Returns whether a lock's process has ended, or the lock is older than any command takes. */
function isStale(path: string): boolean {
  if (ageMs(path) > STALE_MS) return true
  const [pid, host] = contentOf(path)?.split(' ') ?? []
  return pid !== undefined && host === hostname() && !isRunning(Number(pid))
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH'
  }
}

/** Returns the age of a file; 0 if there is none. */
function ageMs(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw thrown
  }
}

const codeOf = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code
