import type pg from 'pg'
import { connect } from './client'
import { JOB_TIMEOUTS } from './timeouts'

const CONNECT_WITHIN_MS = 5_000

/** Backups and restores may take hours, and read and write every value in the one spelling that all versions of Postgres understand. */
const SETTINGS = [
  'statement_timeout = 0',
  'idle_in_transaction_session_timeout = 0',
  "timezone = 'UTC'",
  "datestyle = 'ISO, YMD'",
  "intervalstyle = 'iso_8601'",
  "bytea_output = 'hex'",
  'extra_float_digits = 1',
]

/**
 * Runs work in one transaction on a connection of its own, without the time limits that requests have.
 * When the work fails or the signal is aborted, the connection is cut, and Postgres undoes everything.
 */
export async function longTransaction<T>(
  url: string,
  begin: string,
  work: (client: pg.PoolClient) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { pool } = connect({ url, poolSize: 1, prepared: false, waitMs: CONNECT_WITHIN_MS, timeouts: JOB_TIMEOUTS })
  try {
    const client = await pool.connect()
    const cut = () => void client.end()
    signal?.addEventListener('abort', cut)
    try {
      await client.query(begin)
      for (const setting of SETTINGS) await client.query(`set local ${setting}`)
      const result = await work(client)
      signal?.throwIfAborted()
      signal?.removeEventListener('abort', cut)
      await client.query('commit')
      client.release()
      return result
    } catch (error) {
      client.release(true)
      throw error
    } finally {
      signal?.removeEventListener('abort', cut)
    }
  } finally {
    await pool.end()
  }
}
