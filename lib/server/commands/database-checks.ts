import { type DatabaseAddress, readDatabaseUrl } from '../../../db/connection-url'
import { type DatabaseInfo, readDatabaseInfo } from '../../../db/health'
import { incompatibility, schemaState } from '../../../db/migrate'
import { asAppError } from '../../http/problem'
import { db, type RunningSettings } from '../../process'
import { explainDatabaseError } from '../database-error'
import { REQUIREMENTS, tooManyConnections, wrongSchema } from '../database-requirements'
import type { Finding } from './checks'

const SKEW_MS = 5_000

/** What is well and what is not with the database that requests use. */
export async function checkDatabase(settings: RunningSettings): Promise<Finding[]> {
  try {
    const asked = Date.now()
    const facts = await readDatabaseInfo(db())
    const skewMs = facts.now.getTime() - (asked + Date.now()) / 2
    return [...checkFacts(facts, settings), await checkMigrations(), checkClock(skewMs)]
  } catch (error) {
    return [{ check: 'database', ok: false, detail: describeFailure(error, settings.DATABASE_URL) }]
  }
}

function checkFacts(facts: DatabaseInfo, { DATABASE_URL, DATABASE_POOL_SIZE }: RunningSettings): Finding[] {
  const address = readDatabaseUrl(DATABASE_URL)
  const { version, encoding, writable, extensions } = REQUIREMENTS
  return [
    finding('database', version(facts), `PostgreSQL ${facts.versionName}`),
    finding('encoding', encoding(facts, address), facts.encoding),
    finding('writable', writable(facts), 'the database is writable'),
    finding('extensions', extensions(facts), 'btree_gin and pg_trgm are available'),
    finding('schema', wrongSchema(facts, address), `tables are in ${facts.schema ?? 'none'}`),
    finding('connections', tooManyConnections(facts, DATABASE_POOL_SIZE), `${DATABASE_POOL_SIZE} of at most ${facts.connectionLimit}`),
    checkTimeouts(facts, address),
  ]
}

const finding = (check: string, problem: string | undefined, detail: string): Finding => ({
  check,
  ok: problem === undefined,
  detail: problem ?? detail,
})

/** Transactions are limited behind any pooler. */
function checkTimeouts({ statementTimeoutMs }: DatabaseInfo, { database }: DatabaseAddress): Finding {
  const detail =
    statementTimeoutMs > 0
      ? `statements time out after ${statementTimeoutMs / 1000} s`
      : `a pooler blocks statement_timeout, so a statement can keep running after Memanto gave up on it. Set it for the role: alter role … in database ${database} set statement_timeout = '15s'`
  return { check: 'timeouts', ok: true, detail }
}

async function checkMigrations(): Promise<Finding> {
  const state = await schemaState(db())
  const pending = state.pending.length > 0 ? 'some have not run: run npm start or npm run -s admin -- migrate' : undefined
  return finding('migrations', incompatibility(state) ?? pending, 'the schema is up to date')
}

function checkClock(skewMs: number): Finding {
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1)
  const problem = Math.abs(skewMs) < SKEW_MS ? undefined : `${seconds} s off the database's: run NTP on both machines`
  return finding('clock', problem, `within ${seconds} s of the database's`)
}

function describeFailure(error: unknown, url: string): string {
  const explained = explainDatabaseError(error, url, 'DATABASE_URL')
  if (explained !== error && explained instanceof Error) return explained.message
  const { cause, message } = asAppError(error)
  const { code, message: reason } = (cause ?? {}) as { code?: string; message?: string }
  const isKnown = asAppError(error).code !== 'internal_error'
  return `${isKnown ? message.replace(/ Try again.*/, '') : `The database could not be checked: ${reason}.`}${code ? ` (${code})` : ''} Check DATABASE_URL.`
}
