import type pg from 'pg'
import { connect } from './client'
import { closeClient } from './statement-hooks'
import { COPY_TIMEOUTS, localTimeouts } from './timeouts'

const CONNECT_WITHIN_MS = 5_000

/** Settings with which every version of Postgres reads and writes values in the same format. */
const FORMAT_SETTINGS = [
  "timezone = 'UTC'",
  "datestyle = 'ISO, YMD'",
  "intervalstyle = 'iso_8601'",
  "bytea_output = 'hex'",
  'extra_float_digits = 1',
]

/**
 * Runs work in one transaction on a connection of its own, without the time limits of requests. When the work fails or the signal is aborted,
 * the connection is closed, and Postgres rolls everything back.
 */
export async function withLongTransaction<T>(
  url: string,
  begin: string,
  work: (client: pg.PoolClient) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const settings = { url, poolSize: 1, prepared: false, waitMs: CONNECT_WITHIN_MS, timeouts: COPY_TIMEOUTS, isPipelined: false }
  const { pool, openClient } = connect(settings)
  try {
    const client = await openClient()
    const close = () => void closeClient(client)
    signal?.addEventListener('abort', close)
    return await runAndCommit(client, begin, work, () => {
      signal?.throwIfAborted()
      signal?.removeEventListener('abort', close)
    }).finally(() => signal?.removeEventListener('abort', close))
  } finally {
    await pool.end()
  }
}

async function runAndCommit<T>(
  client: pg.PoolClient,
  begin: string,
  work: (client: pg.PoolClient) => Promise<T>,
  beforeCommit: () => void,
): Promise<T> {
  try {
    await client.query(begin)
    await client.query(localTimeouts(COPY_TIMEOUTS)) // the role or the database may have shorter ones
    for (const setting of FORMAT_SETTINGS) await client.query(`set local ${setting}`)
    const result = await work(client)
    beforeCommit()
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
