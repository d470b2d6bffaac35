import { readSettings } from '../../env'
import { connection } from '../../process'
import { migrateDatabase, type OpenDatabase, openDatabase } from '../database'
import { findServer } from '../running-server'
import { addressOf } from '../start-message'

/**
 * Runs work on the migrated database: that of the running server, or one that is started for as long as it takes.
 * The address for links is that of the running server, else the one that PORT and HOST lead to.
 */
export async function withDatabase<T>(work: (address: string) => Promise<T>): Promise<T> {
  const database = await openDatabase(readSettings(process.env))
  try {
    await migrateDatabase(database.settings)
    return await work(linkAddress(database))
  } finally {
    await connection().db.destroy()
    await database.close()
  }
}

function linkAddress({ settings: { PUBLIC_URL, HOST, PORT }, place }: OpenDatabase): string {
  const running = findServer(place)
  return addressOf({ PUBLIC_URL, HOST: running?.host ?? HOST }, running?.port ?? PORT)
}
