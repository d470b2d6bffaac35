import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Connection, connect } from '../db/client'
import { JOB_TIMEOUTS } from '../db/timeouts'
import { atEnd } from './at-end'

/**
 * Creates a migrated database for the test file, copied from the template and dropped at the end of the file. The template may be a database of the
 * file to which no connection is open.
 */
export async function createDatabase(template = inject('templateUrl')): Promise<Connection & { url: string }> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(template, `create database ${name} template ${databaseOf(template)}`)
  const url = withDatabase(template, name)
  // Without the short timeouts of requests: a test may hold a lock or an open transaction while something else happens.
  const connection = connect({ url, poolSize: 12, prepared: true, waitMs: 10_000, timeouts: JOB_TIMEOUTS })
  atEnd(async () => {
    await connection.db.destroy()
    await onServer(template, `alter database ${name} allow_connections false`, disconnect(name), `drop database if exists ${name}`)
  })
  return { ...connection, url }
}

/**
 * Ends connections that a test left open; none may be opened again, as background work of the product would do. `drop database … with (force)` would fail while an autovacuum worker, which belongs to a superuser, is at
 * work in the database; without it, Postgres ends that worker.
 */
const disconnect = (name: string) =>
  `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and usename = current_user`

/** Runs statements on another database of the server: a template can be copied only while no one is connected to it, and once at a time. */
async function onServer(template: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(template, 'postgres') })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(77)')
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

const databaseOf = (url: string) => new URL(url).pathname.slice(1)

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
