import { readSettings } from '../../env'
import { asAppError } from '../../http/problem'
import { connection } from '../../process'
import { directUrl, migrateDatabase, type OpenDatabase, openDatabase } from '../database'
import { explainDatabaseError } from '../database-error'
import { findServer } from '../running-server'
import { serverUrl } from '../server-url'

/**
 * Runs work on the migrated database, which may be that of a running server. An embedded database that is not running is started for the work.
 * `url` is the start of links: the URL of the running server, or else the one that PORT and HOST configure.
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const database = await openDatabase(readSettings(process.env))
  try {
    await migrateDatabase(database.settings)
    return await work(linkUrl(database))
  } finally {
    await connection().db.destroy()
    await database.close()
  }
}

function linkUrl({ settings: { PUBLIC_URL, HOST, PORT }, place }: OpenDatabase): string {
  const running = findServer(place)
  return serverUrl({ PUBLIC_URL, HOST: running?.host ?? HOST }, running?.port ?? PORT)
}

/** Runs work on the database without migrating it. `url` is DATABASE_DIRECT_URL, which avoids a pooler, or else DATABASE_URL. @throws an error for the user */
export async function withUnmigratedDatabase<T>(work: (database: OpenDatabase, url: string) => Promise<T>): Promise<T> {
  const database = await openDatabase(readSettings(process.env))
  const { url, setting } = directUrl(database.settings)
  try {
    return await work(database, url)
  } catch (error) {
    throw explainFailure(explainDatabaseError(error, url, setting), database.place)
  } finally {
    await database.close()
  }
}

/** SQLSTATE classes of errors whose messages quote values: invalid data and violated constraints. */
const QUOTES_VALUES = /^2[23]/

function explainFailure(error: unknown, place: string): unknown {
  if (!(error instanceof Error)) return error
  const { code: failure } = asAppError(error)
  const { code, table, constraint } = error as { code?: string; table?: string; constraint?: string }
  if (failure === 'database_unavailable')
    return new Error(`The database at ${place} does not answer (${code ?? error.message}).`, { cause: error })
  if (code === '55P03' || failure === 'overloaded')
    return new Error(
      `The database at ${place} is busy: another process holds locks on its tables. Stop the servers that use it, then try again.`,
      {
        cause: error,
      },
    )
  if (code === undefined || code.startsWith('ERR_')) return error
  const what = [table, constraint].filter(Boolean).join(', ')
  return new Error(`The database at ${place} refused: ${QUOTES_VALUES.test(code) ? `error ${code} ${what}`.trim() : error.message}.`, {
    cause: error,
  })
}
