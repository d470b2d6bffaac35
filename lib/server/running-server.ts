import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { isProcessRunning } from '../../db/temporary-paths'

const RECORD = z.object({ pid: z.number().int().positive(), host: z.string(), port: z.number().int() })
type RunningServer = z.infer<typeof RECORD>

/** The record of the server on a database: one checkout can run servers on several databases. It is in a folder that a build keeps. */
const fileOf = (place: string) => `.next/cache/memanto/server-${createHash('sha256').update(place).digest('hex').slice(0, 12)}.json`

/** Records the address at which this process listens, for links that admin commands print. When the record cannot be written, they use PORT and HOST. */
export function recordServer(place: string, listening: Omit<RunningServer, 'pid'>): void {
  try {
    mkdirSync(dirname(fileOf(place)), { recursive: true })
    writeFileSync(fileOf(place), JSON.stringify({ pid: process.pid, ...listening }))
  } catch {}
}

/** Returns the address of the server on a database, if one was started from this checkout and is running. */
export function findServer(place: string): RunningServer | undefined {
  try {
    const found = RECORD.parse(JSON.parse(readFileSync(fileOf(place), 'utf8')))
    return isProcessRunning(found.pid) ? found : undefined
  } catch {
    return undefined
  }
}

/** Removes the record of this process, but not that of a server that was started later. */
export function removeServerRecord(place: string): void {
  if (findServer(place)?.pid === process.pid) rmSync(fileOf(place), { force: true })
}
