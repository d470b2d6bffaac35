import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { connect } from '../db/client'
import { startEmbedded } from '../db/embedded'
import { migrate } from '../db/migrate'

/** Connections of each server that is measured. */
export const POOL_SIZE = 16
const FILLING = '-c maintenance_work_mem=256MB -c synchronous_commit=off'

/** A database of our own in a folder that goes with it. */
export async function openDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const database = await startEmbedded(join(tmpdir(), `memanto-bench-${randomBytes(4).toString('hex')}`))
  const close = async () => {
    await database.stop()
    rmSync(database.dataDir, { recursive: true, force: true })
  }
  return { url: database.url, close }
}

/** Migrates it, and hands it to `fill`. */
export async function prepareDatabase<T>(url: string, fill: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const { db, pool } = connect({ url: `${url}&options=${encodeURIComponent(FILLING)}`, poolSize: 4, prepared: false, waitMs: 10_000 })
  try {
    await migrate(db)
    return await fill(pool)
  } finally {
    await db.destroy()
  }
}
