import { readSettings } from '../../env'
import { connection, type RunningSettings } from '../../process'
import { migrateDatabase, openDatabase } from '../database'

/** Runs work on the migrated database: that of the running server, or one that is started for as long as it takes. */
export async function withDatabase<T>(work: (settings: RunningSettings) => Promise<T>): Promise<T> {
  const database = await openDatabase(readSettings(process.env))
  try {
    await migrateDatabase(database.settings)
    return await work(database.settings)
  } finally {
    await connection().db.destroy()
    await database.close()
  }
}
