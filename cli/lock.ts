import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A holder works for milliseconds: who holds longer has died or sleeps. */
const STALE_MS = 10_000
const PATIENCE_MS = 15_000

/** Runs `work` while no other command of this folder does. */
export async function withLock<T>(folder: string, work: () => T): Promise<T> {
  const path = join(folder, '.lock')
  const mine = `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}`
  const release = () => contentOf(path) === mine && unlinkSync(path)
  await take(path, mine)
  process.once('exit', release)
  try {
    return work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

async function take(path: string, mine: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS
  while (!isMade(path, mine)) {
    if (isStale(path)) clear(path, mine)
    if (Date.now() > giveUpAt) throw Object.assign(new Error(`${path} is locked by another command`), { code: 'ELOCKED' })
    await pause(5 + Math.random() * 20)
  }
}

function isMade(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false
    throw thrown
  }
}

/** Takes a stale lock away. Only one command at a time may, and it looks again: a lock that was made meanwhile stays. */
function clear(path: string, mine: string): void {
  const guard = `${path}.clearing`
  if (!isMade(guard, mine)) {
    if (ageMs(guard) > STALE_MS) removed(guard)
    return
  }
  try {
    if (isStale(path)) removed(path)
  } finally {
    removed(guard)
  }
}

/** Its holder is gone, or holds it for longer than anyone does. */
function isStale(path: string): boolean {
  if (ageMs(path) > STALE_MS) return true
  const [pid, host] = contentOf(path)?.split(' ') ?? []
  return pid !== undefined && host === hostname() && !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH'
  }
}

/** 0 for a file that is gone. */
function ageMs(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? 0 : Date.now() - found.mtimeMs
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function removed(path: string): void {
  try {
    unlinkSync(path)
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw thrown
  }
}

const codeOf = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code
