import { sql } from 'kysely'
import { testDatabase } from './database'

/** Creates a database for the test file in which no migration has run. */
export async function emptyDatabase(): ReturnType<typeof testDatabase> {
  const database = await testDatabase()
  await sql`drop schema public cascade`.execute(database.db)
  await sql`create schema public`.execute(database.db)
  return database
}
