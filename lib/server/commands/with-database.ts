import { codeOf } from '../../../db/error-code'
import { readSettings } from '../../env'
import { AppError } from '../../errors'
import { asAppError } from '../../http/problem'
import { connection } from '../../process'
import { directUrl, migrateDatabase, type OpenDatabase, openDatabase } from '../database'
import { explainDatabaseError } from '../database-error'
import { findServer } from '../running-server'
import { serverUrl } from '../server-url'
import { untilAborted } from './interrupt-signal'

/**
 * Opens the database for work and closes it afterwards, also where a signal ends the command: an embedded database that was started for it is stopped again.
 * @throws an error for the user
 */
export async function withOpenDatabase<T>(signal: AbortSignal, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const database = await openDatabase(readSettings(process.env))
  try {
    signal.throwIfAborted()
    return await work(database)
  } catch (error) {
    throw explainFailure(error, database.place)
  } finally {
    // Work that is interrupted keeps its connection, which the pool would wait for.
    if (!signal.aborted) await connection().db.destroy()
    await database.close()
  }
}

/**
 * Runs work on the migrated database, which may be that of a running server. An embedded database that is not running is started for the work.
 * `url` is the start of links: the URL of the running server, or else the one that PORT and HOST configure.
 */
export function withDatabase<T>(signal: AbortSignal, work: (url: string) => Promise<T>): Promise<T> {
  return withOpenDatabase(signal, async (database) => {
    const migrateAndWork = async () => {
      await migrateDatabase(database.settings)
      return work(linkUrl(database))
    }
    try {
      return await untilAborted(signal, migrateAndWork())
    } catch (error) {
      throw explainDatabaseError(error, database.settings.DATABASE_URL, 'DATABASE_URL')
    }
  })
}

function linkUrl({ settings: { PUBLIC_URL, HOST, PORT }, place }: OpenDatabase): string {
  const running = findServer(place)
  return serverUrl({ PUBLIC_URL, HOST: running?.host ?? HOST }, running?.port ?? PORT)
}

/**
 * Runs work, which ends when the signal is aborted, on the database without migrating it. `url` is DATABASE_DIRECT_URL, which avoids a pooler, or else
 * DATABASE_URL. @throws an error for the user
 */
export function withUnmigratedDatabase<T>(signal: AbortSignal, work: (database: OpenDatabase, url: string) => Promise<T>): Promise<T> {
  return withOpenDatabase(signal, async (database) => {
    const { url, setting } = directUrl(database.settings)
    try {
      return await work(database, url)
    } catch (error) {
      if (signal.aborted) throw new Error('Interrupted. Nothing was changed.', { cause: error })
      throw explainDatabaseError(error, url, setting)
    }
  })
}

/** SQLSTATE classes of errors whose messages quote values: invalid data and violated constraints. */
const QUOTES_VALUES = /^2[23]/

function explainFailure(error: unknown, place: string): unknown {
  if (!(error instanceof Error)) return error
  const { code: failure, cause } = asAppError(error)
  const { code, table, constraint } = error as { code?: string; table?: string; constraint?: string }
  if (failure === 'database_unavailable')
    return new Error(`The database at ${place} does not answer (${codeOf(cause) ?? (cause instanceof Error ? cause.message : code)}).`, {
      cause: error,
    })
  if (code === '55P03' || failure === 'overloaded')
    return new Error(
      `The database at ${place} is busy: another process holds locks on its tables. Stop the servers that use it, then try again.`,
      {
        cause: error,
      },
    )
  if (code === undefined || code.startsWith('ERR_') || error instanceof AppError) return error
  const what = [table, constraint].filter(Boolean).join(', ')
  return new Error(`The database at ${place} refused: ${QUOTES_VALUES.test(code) ? `error ${code} ${what}`.trim() : error.message}.`, {
    cause: error,
  })
}
