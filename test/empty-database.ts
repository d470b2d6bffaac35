import { sql } from 'kysely'
import { createDatabase } from './database'

/** Creates a database for the test file in which no migration has run. */
export async function createEmptyDatabase(): ReturnType<typeof createDatabase> {
  const database = await createDatabase()
  await sql`drop schema public cascade`.execute(database.db)
  await sql`create schema public`.execute(database.db)
  return database
}
