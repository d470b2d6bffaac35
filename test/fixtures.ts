import { test as base } from 'vitest'
import { api } from './calls'
import { adoptNewDatabase } from './settings'
import { createKey, createTeam } from './teams'

/** The settings that a test file changes: `test.override('env', { … })`. */
const NO_CHANGES: Record<string, string> = {}

/**
 * Tests on a database that belongs to the test file, which the product is set to use. A file extends this once, at its top: what is extended again inside a
 * `describe` has another database.
 */
export const testWithDatabase = base
  .extend('env', { scope: 'file' }, NO_CHANGES)
  .extend('database', { scope: 'file', auto: true }, ({ env }) => adoptNewDatabase(env))
  .extend('db', { scope: 'file' }, ({ database }) => database.db)

/** Tests that each have a team of their own, and an API key with every scope for it. */
export const test = testWithDatabase.extend('teamId', ({ db }) => createTeam(db)).extend('key', ({ db, teamId }) => createKey(db, teamId))

/** Tests of one team, and of one API key with every scope for it. */
export const testInOneTeam = testWithDatabase
  .extend('teamId', { scope: 'file' }, ({ db }) => createTeam(db))
  .extend('key', { scope: 'file' }, ({ db, teamId }) => createKey(db, teamId))

/** Tests of one team that open, extend and end sessions with its API key. */
export const testOfSessionCalls = testInOneTeam
  .extend(
    'activate',
    ({ key }) =>
      (agent: string, json: object = {}) =>
        api.call('POST', `/api/v2/agents/${agent}/activate`, { key, json }),
  )
  .extend(
    'deactivate',
    ({ key }) =>
      (agent: string) =>
        api.call('POST', `/api/v2/agents/${agent}/deactivate`, { key }),
  )
  .extend(
    'extend',
    ({ key }) =>
      (token: string, json: object = {}) =>
        api.call('POST', '/api/v2/session/extend', { token, key, json }),
  )
