import { availableParallelism, loadavg } from 'node:os'
import { connect } from '../db/client'

/** Where something was measured. */
export interface Environment {
  node: string
  postgres: string
  cores: number
  /** Processes that ran or waited for a core in the last minute, the bench included. */
  load: number
}

export async function readEnvironment(databaseUrl: string): Promise<Environment> {
  const { pool } = connect({ url: databaseUrl, poolSize: 1, prepared: false, waitMs: 10_000 })
  try {
    const { rows } = await pool.query<{ server_version: string }>('show server_version')
    const postgres = rows[0]?.server_version ?? ''
    return { node: process.versions.node, postgres, cores: availableParallelism(), load: Number((loadavg()[0] ?? 0).toFixed(1)) }
  } finally {
    await pool.end()
  }
}

export const environmentText = ({ node, postgres, cores, load }: Environment) =>
  `Node ${node}, PostgreSQL ${postgres}, ${cores} cores, load average ${load} at the end`
