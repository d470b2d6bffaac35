import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf } from './error-code'

/** Returns a path for a temporary file or folder next to `finalPath`, and removes those that a killed process left there. */
export function temporaryPathFor(finalPath: string): string {
  const prefix = `${basename(finalPath)}.new-`
  const leftOver = readdirSync(dirname(finalPath)).filter(
    (name) => name.startsWith(prefix) && !isProcessRunning(Number.parseInt(name.slice(prefix.length), 10)),
  )
  for (const name of leftOver) rmSync(join(dirname(finalPath), name), { recursive: true, force: true, maxRetries: 5 })
  return join(dirname(finalPath), `${prefix}${process.pid}-${randomBytes(3).toString('hex')}`)
}

/** Renames a finished folder to its final path. When another process was faster, its folder is kept and this one is removed. */
export function moveIntoPlace(finished: string, finalPath: string): void {
  try {
    renameSync(finished, finalPath)
  } catch (error) {
    if (!existsSync(finalPath)) throw error
    rmSync(finished, { recursive: true, force: true })
  }
}

/** Returns whether a process with this id is running. */
export function isProcessRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
