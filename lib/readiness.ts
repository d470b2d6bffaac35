import { setTimeout as pause } from 'node:timers/promises'
import { isWritable } from '../db/health'
import { isMigrated } from '../db/migrate'
import { db, lifecycle, singleton } from './process'

/** The check responds within two seconds, even if the database does not. */
const ANSWER_WITHIN_MS = 1_500

/** Describes why the server is not ready for requests, as a sentence; undefined when it is ready. */
export async function describeUnreadiness(): Promise<string | undefined> {
  const { starting, stopping } = lifecycle()
  if (stopping) return 'The server is shutting down.'
  if (starting) return 'The server is starting.'
  return Promise.race([checkSharing(), pause(ANSWER_WITHIN_MS, 'The database does not answer.', { ref: false })])
}

/** Shares one check among simultaneous calls, so that a database that does not respond does not occupy more and more connections. */
function checkSharing(): Promise<string | undefined> {
  const check = singleton('readiness', (): { answer?: Promise<string | undefined> } => ({}))
  check.answer ??= checkDatabase().finally(() => {
    delete check.answer
  })
  return check.answer
}

async function checkDatabase(): Promise<string | undefined> {
  try {
    if (!(await isSchemaCurrent())) return 'The database is not migrated yet.'
    return (await isWritable(db())) ? undefined : 'The database is read-only.'
  } catch {
    return 'The database does not answer.'
  }
}

/** Checks the schema until it is up to date, and not again: it does not go back while the process runs. */
async function isSchemaCurrent(): Promise<boolean> {
  const schema = singleton('schema', () => ({ isCurrent: false }))
  schema.isCurrent ||= await isMigrated(db())
  return schema.isCurrent
}
