import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { connect } from '../db/client'
import type { createDatabase } from './database'
import { createEmptyDatabase } from './empty-database'

/** Dumps of databases of earlier versions, named after the commit: `pg_dump --inserts --no-owner`, without settings and comments. */
const DUMPS = fileURLToPath(new URL('../db/earlier-schemas', import.meta.url))

export const EARLIER_SCHEMAS = readdirSync(DUMPS).map((file) => file.replace(/\.sql$/, ''))

/** Creates a database of that version for the test file, with one team, one agent with an open session, and three memories. */
export async function createEarlierDatabase(name: string): ReturnType<typeof createDatabase> {
  const database = await createEmptyDatabase()
  const { db } = connect({ url: database.url, poolSize: 1, prepared: false, waitMs: 10_000 })
  await sql`set check_function_bodies = off`.execute(db) // functions come before the tables that they read
  await sql.raw(readFileSync(join(DUMPS, `${name}.sql`), 'utf8')).execute(db)
  await db.destroy()
  return database
}
