import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
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
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function touch(): void {
  const now = new Date()
  utimesSync(LOCK, now, now)
}
