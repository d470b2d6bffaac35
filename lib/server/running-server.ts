import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { isProcessRunning } from '../../db/temporary-paths'

const RECORD = z.object({ pid: z.number().int().positive(), host: z.string(), port: z.number().int() })
type RunningServer = z.infer<typeof RECORD>

/** One per database: a checkout may run servers on several. Beside the build, whose folder outlives the next one. */
const fileOf = (place: string) => `.next/cache/memanto/server-${createHash('sha256').update(place).digest('hex').slice(0, 12)}.json`

/** Writes down where this process listens, so that an admin command can name its address. Where that cannot be written, PORT and HOST serve. */
export function recordServer(place: string, listening: Omit<RunningServer, 'pid'>): void {
  try {
    mkdirSync(dirname(fileOf(place)), { recursive: true })
    writeFileSync(fileOf(place), JSON.stringify({ pid: process.pid, ...listening }))
  } catch {}
}

/** Where the server on this database listens, if one was started from this checkout and is alive. */
export function findServer(place: string): RunningServer | undefined {
  try {
    const found = RECORD.parse(JSON.parse(readFileSync(fileOf(place), 'utf8')))
    return isProcessRunning(found.pid) ? found : undefined
  } catch {
    return undefined
  }
}

/** Removes what this process wrote; what a later server wrote stays. */
export function removeServerRecord(place: string): void {
  if (findServer(place)?.pid === process.pid) rmSync(fileOf(place), { force: true })
}
