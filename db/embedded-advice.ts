import { statfsSync } from 'node:fs'
import { join } from 'node:path'

const ROOM_NEEDED_MB = 32

/** Explains why the database in this folder does not run, and what to do; `said` is what Postgres or the system reported. */
export function explain(dataDir: string, said: string): string {
  const lines = said.trim().split('\n').slice(-5).join('\n')
  return `The embedded database in ${dataDir} did not start. ${advice(dataDir, said)}${lines && ` Its last output:\n${lines}`}`
}

function advice(dataDir: string, said: string): string {
  const room = roomMegabytes(dataDir)
  if (/ENOSPC|No space left|EDQUOT|Disk quota/i.test(said) || (room !== undefined && room < ROOM_NEEDED_MB))
    return `The disk is full${room === undefined ? '' : ` (${room} MB free)`}. Free some space and restart. Saved data is still there.`
  if (/EACCES|EPERM|EROFS|Permission denied|not permitted|Read-only/i.test(said))
    return 'Give the user that starts it access to the folder, or choose another folder with MEMANTO_DATA_DIR.'
  if (/shared memory|semaphore|Cannot allocate|ENOMEM/i.test(said))
    return 'The system has too little memory. Free some, or set DATABASE_URL to another Postgres.'
  return `See its log ${join(dataDir, 'postgres.log')}, or set DATABASE_URL to another Postgres.`
}

function roomMegabytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return Math.floor((bavail * bsize) / 2 ** 20)
  } catch {
    return undefined
  }
}
