import type pg from 'pg'
import { connect } from './client'
import { COPY_TIMEOUTS, localTimeouts } from './timeouts'

const CONNECT_WITHIN_MS = 5_000

/** Every value is read and written in the one spelling that all versions of Postgres understand. */
const SPELLING = [
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
  const { pool, openClient } = connect({ url, poolSize: 1, prepared: false, waitMs: CONNECT_WITHIN_MS, timeouts: COPY_TIMEOUTS })
  try {
    const client = await openClient()
    const cut = () => void (client as unknown as pg.Client).end().catch(() => {})
    signal?.addEventListener('abort', cut)
    try {
      await client.query(begin)
      await client.query(localTimeouts(COPY_TIMEOUTS)) // the role or the database may have shorter ones
      for (const setting of SPELLING) await client.query(`set local ${setting}`)
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
