import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { connect } from '../db/client'
import { startEmbedded } from '../db/embedded'
import { migrate } from '../db/migrate'
import type { Db } from '../db/schema'
import { JOB_TIMEOUTS } from '../db/timeouts'
import type { OnCleanUp } from './clean-up'

/** Connections of each server that is measured. */
export const POOL_SIZE = 16
/** Indexes are built at once over few connections, and one may wait for several others; a busy machine lets any connection wait. */
const WAIT_MS = 1_800_000
const FILLING = '-c maintenance_work_mem=256MB -c synchronous_commit=off'

export interface OpenDatabase {
  url: string
  postmasterPid: number
}

/** A database of our own, in a folder that goes with it unless one is named. */
export async function openDatabase(onCleanUp: OnCleanUp, folder?: string): Promise<OpenDatabase> {
  const { url, dataDir, stop } = await startEmbedded(folder ?? join(tmpdir(), `memanto-bench-${randomBytes(4).toString('hex')}`))
  onCleanUp(async () => {
    await stop()
    if (folder === undefined) rmSync(dataDir, { recursive: true, force: true })
  })
  return { url, postmasterPid: Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10) }
}

/** Creates another, empty database in the same Postgres, and returns its URL. */
export async function createDatabase(url: string, name: string): Promise<string> {
  const { pool } = connect({ url, poolSize: 1, prepared: false, waitMs: WAIT_MS, timeouts: JOB_TIMEOUTS })
  try {
    await pool.query(`create database ${name}`)
  } finally {
    await pool.end()
  }
  const created = new URL(url)
  created.pathname = `/${name}`
  return created.href
}

/** Migrates it, and hands it to `fill`. */
export async function prepareDatabase<T>(url: string, fill: (pool: pg.Pool, db: Db) => Promise<T>): Promise<T> {
  const filling = `${url}&options=${encodeURIComponent(FILLING)}`
  const { db, pool } = connect({ url: filling, poolSize: 4, prepared: false, waitMs: WAIT_MS, timeouts: JOB_TIMEOUTS })
  try {
    await migrate(db)
    return await fill(pool, db)
  } finally {
    await db.destroy()
  }
}
