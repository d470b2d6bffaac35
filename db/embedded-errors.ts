import { statfsSync } from 'node:fs'
import { join } from 'node:path'

const MIN_FREE_MB = 32

/** Explains why the database in this folder does not run, and what to do; `said` is what Postgres or the system reported. */
export function explainStartFailure(dataDir: string, output: string): string {
  const lines = output.trim().split('\n').slice(-5).join('\n')
  return `The embedded database in ${dataDir} did not start. ${advice(dataDir, output)}${lines && ` Its last output:\n${lines}`}`
}

function advice(dataDir: string, output: string): string {
  const free = freeMegabytes(dataDir)
  if (/ENOSPC|No space left|EDQUOT|Disk quota/i.test(output) || (free !== undefined && free < MIN_FREE_MB))
    return `The disk is full${free === undefined ? '' : ` (${free} MB free)`}. Free some space and restart. Saved data is still there.`
  if (/EACCES|EPERM|EROFS|Permission denied|not permitted|Read-only/i.test(output))
    return 'Give the user that starts it access to the folder, or choose another folder with MEMANTO_DATA_DIR.'
  if (/shared memory|semaphore|Cannot allocate|ENOMEM/i.test(output))
    return 'The system has too little memory. Free some, or set DATABASE_URL to another Postgres.'
  return `See its log ${join(dataDir, 'postgres.log')}, or set DATABASE_URL to another Postgres.`
}

function freeMegabytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return Math.floor((bavail * bsize) / 2 ** 20)
  } catch {
    return undefined
  }
}
