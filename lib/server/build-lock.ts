import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf } from '../../db/error-code'

const LOCK = '.next/cache/memanto.lock'
const TOUCH_EVERY_MS = 500
/** A lock file that was not touched for this time was left by a process that has ended. */
const STALE_AFTER_MS = 5_000

/** Runs work while no other process builds in this checkout. A second process waits. */
export async function withBuildLock(work: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(LOCK), { recursive: true })
  const owner = randomUUID()
  while (!tryLock(owner)) await pause(TOUCH_EVERY_MS)
  const timer = setInterval(() => touch(owner), TOUCH_EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
    if (isOwner(owner)) rmSync(LOCK, { force: true })
  }
}

function tryLock(owner: string): boolean {
  if (isStale(LOCK)) removeStale(owner)
  return tryCreate(LOCK, owner)
}

/** Removes the stale lock. Only one process at a time does, and it looks again: another one may have removed it and made a new one. */
function removeStale(owner: string): void {
  const guard = `${LOCK}.clearing`
  if (!tryCreate(guard, owner)) {
    if (isStale(guard)) rmSync(guard, { force: true })
    return
  }
  try {
    if (isStale(LOCK)) rmSync(LOCK, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

const isStale = (path: string) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > STALE_AFTER_MS

function tryCreate(path: string, owner: string): boolean {
  try {
    writeFileSync(path, owner, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** A process that was suspended may have lost the lock to another, whose lock it leaves alone. */
function touch(owner: string): void {
  const now = new Date()
  try {
    if (isOwner(owner)) utimesSync(LOCK, now, now)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error // lost since it was read
  }
}

function isOwner(owner: string): boolean {
  try {
    return readFileSync(LOCK, 'utf8') === owner
  } catch {
    return false
  }
}
