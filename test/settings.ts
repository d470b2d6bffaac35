import type { Db } from '../db/schema'
import { readSettings } from '../lib/env'
import { setSettings } from '../lib/process'
import { createDatabase } from './database'

export const TEST_SECRET = 'a secret for tests only, 0123456789 abcdef'

type Environment = Record<string, string | undefined>

/** Sets the product to use the database of the test file, with settings as an operator would give them. */
export async function adoptNewDatabase(env: Environment = {}): Promise<{ db: Db; url: string }> {
  const { db, url } = await createDatabase()
  adoptTestSettings(env, url)
  return { db, url }
}

/** No rate limits: tests send requests as fast as they can, and many that are refused. A test of a limit sets it. */
export const NO_RATE_LIMITS = { RATE_LIMIT_KEY: '0', RATE_LIMIT_TEAM: '0', RATE_LIMIT_ANONYMOUS: '0', RATE_LIMIT_FAILED_AUTH: '0' }

/** Settings for tests without a database. */
export function adoptTestSettings(env: Environment = {}, url = 'postgres://nowhere/test'): void {
  const standard = { LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', ...NO_RATE_LIMITS }
  const read = readSettings({ ...standard, ...env, DATABASE_URL: url, MEMANTO_SECRET: TEST_SECRET })
  setSettings({ ...read, DATABASE_URL: url, MEMANTO_SECRET: TEST_SECRET })
}
