import { resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { readSettings } from '../../env'
import { asAppError } from '../../http/problem'
import { type OpenDatabase, openDatabase } from '../database'
import { explainDatabaseError } from '../database-error'

/** Reads the arguments of a command that takes one file; its path is meant from where the person is, not from the project's folder. */
export function parseFileArguments<T extends NonNullable<ParseArgsConfig['options']>>(command: string, args: string[], options: T) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [file, ...more] = positionals
  if (!file || more.length > 0) throw new Error(`Name one file. Example: npm run -s admin -- ${command} memanto.backup`)
  return { values, path: resolve(process.env.INIT_CWD ?? '', file) }
}

/** Runs work on the database as it is, migrated or not; `url` goes past a pooler, where there is such a way. */
export async function withUnmigratedDatabase<T>(work: (database: OpenDatabase, url: string) => Promise<T>): Promise<T> {
  const database = await openDatabase(readSettings(process.env))
  const { DATABASE_DIRECT_URL, DATABASE_URL } = database.settings
  const url = DATABASE_DIRECT_URL ?? DATABASE_URL
  try {
    return await work(database, url)
  } catch (error) {
    throw explainFailure(explainDatabaseError(error, url, DATABASE_DIRECT_URL ? 'DATABASE_DIRECT_URL' : 'DATABASE_URL'), database.place)
  } finally {
    await database.close()
  }
}

/** Postgres names values in errors of these classes: wrong data, and rows that break a rule. */
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
