import { type DatabaseAddress, readDatabaseUrl } from '../../../db/connection-url'
import { type DatabaseInfo, readDatabaseInfo } from '../../../db/health'
import { incompatibility, schemaState } from '../../../db/migrate'
import { asAppError } from '../../http/problem'
import { db, type RunningSettings } from '../../process'
import { directUrl, readDirectInfo } from '../database'
import { explainDatabaseError } from '../database-error'
import { describeTooManyConnections, describeWrongSchema, REQUIREMENTS } from '../database-requirements'
import type { CheckResult } from './checks'

const MAX_SKEW_MS = 5_000

/** Checks the database by the address that requests use, and by the one for migrations, backups and restores, if it is another. */
export async function checkDatabase(settings: RunningSettings): Promise<CheckResult[]> {
  return [...(await checkRequestDatabase(settings)), ...(settings.DATABASE_DIRECT_URL ? [await checkDirectUrl(settings)] : [])]
}

async function checkDirectUrl(settings: RunningSettings): Promise<CheckResult> {
  const { url, setting } = directUrl(settings)
  try {
    const info = await readDirectInfo(settings)
    return checkResult(
      'direct',
      describeWrongSchema(info, readDatabaseUrl(url), setting),
      `PostgreSQL ${info.versionName} answers at ${setting}`,
    )
  } catch (error) {
    return { check: 'direct', ok: false, detail: describeFailure(error, url, setting) }
  }
}

async function checkRequestDatabase(settings: RunningSettings): Promise<CheckResult[]> {
  try {
    const startedMs = Date.now()
    const info = await readDatabaseInfo(db())
    const skewMs = info.now.getTime() - (startedMs + Date.now()) / 2
    return [...checkRequirements(info, settings), await checkMigrations(), checkClock(skewMs)]
  } catch (error) {
    return [{ check: 'database', ok: false, detail: describeFailure(error, settings.DATABASE_URL, 'DATABASE_URL') }]
  }
}

function checkRequirements(info: DatabaseInfo, { DATABASE_URL, DATABASE_POOL_SIZE }: RunningSettings): CheckResult[] {
  const address = readDatabaseUrl(DATABASE_URL)
  const { version, encoding, writable, extensions } = REQUIREMENTS
  return [
    checkResult('database', version(info), `PostgreSQL ${info.versionName}`),
    checkResult('encoding', encoding(info, address), info.encoding),
    checkResult('writable', writable(info), 'the database is writable'),
    checkResult('extensions', extensions(info), 'btree_gin and pg_trgm are available'),
    checkResult('schema', describeWrongSchema(info, address, 'DATABASE_URL'), `tables are in ${info.schema ?? 'none'}`),
    checkResult(
      'connections',
      describeTooManyConnections(info, DATABASE_POOL_SIZE),
      `${DATABASE_POOL_SIZE} of at most ${info.connectionLimit}`,
    ),
    checkTimeouts(info, address),
  ]
}

const checkResult = (check: string, problem: string | undefined, detail: string): CheckResult => ({
  check,
  ok: problem === undefined,
  detail: problem ?? detail,
})

/** Reports how statements are limited. Transactions are limited behind any pooler. */
function checkTimeouts({ statementTimeoutMs }: DatabaseInfo, { database }: DatabaseAddress): CheckResult {
  const detail =
    statementTimeoutMs > 0
      ? `statements time out after ${statementTimeoutMs / 1000} s`
      : `a pooler blocks statement_timeout, so a statement can keep running after Memanto gave up on it. Set it for the role: alter role … in database ${database} set statement_timeout = '15s'`
  return { check: 'timeouts', ok: true, detail }
}

async function checkMigrations(): Promise<CheckResult> {
  const state = await schemaState(db())
  const pending = state.pending.length > 0 ? 'some have not run: run npm start or npm run -s admin -- migrate' : undefined
  return checkResult('migrations', incompatibility(state) ?? pending, 'the schema is up to date')
}

function checkClock(skewMs: number): CheckResult {
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1)
  const problem = Math.abs(skewMs) < MAX_SKEW_MS ? undefined : `${seconds} s off the database's: run NTP on both machines`
  return checkResult('clock', problem, `within ${seconds} s of the database's`)
}

function describeFailure(error: unknown, url: string, setting: string): string {
  const explained = explainDatabaseError(error, url, setting)
  if (explained !== error && explained instanceof Error) return explained.message
  const { cause, message } = asAppError(error)
  const { code, message: reason } = (cause ?? {}) as { code?: string; message?: string }
  const isKnown = asAppError(error).code !== 'internal_error'
  return `${isKnown ? message.replace(/ Try again.*/, '') : `The database could not be checked: ${reason}.`}${code ? ` (${code})` : ''} Check ${setting}.`
}
