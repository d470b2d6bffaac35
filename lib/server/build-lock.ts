import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const LOCK = '.next/cache/memanto.lock'
const TOUCH_EVERY_MS = 500
/** A lock that was not touched for so long belongs to nobody alive. */
const STALE_AFTER_MS = 5_000

/** One build at a time in a checkout; who comes second waits. */
export async function withBuildLock(work: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(LOCK), { recursive: true })
  while (!tryLock()) await pause(TOUCH_EVERY_MS)
  const timer = setInterval(touch, TOUCH_EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
    rmSync(LOCK, { force: true })
  }
}

function tryLock(): boolean {
  if (Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > STALE_AFTER_MS) rmSync(LOCK, { force: true })
  try {
    writeFileSync(LOCK, '', { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function touch(): void {
  const now = new Date()
  utimesSync(LOCK, now, now)
}
