import { setTimeout as pause } from 'node:timers/promises'
import { isWritable } from '../db/health'
import { isMigrated } from '../db/migrate'
import { db, lifecycle, singleton } from './process'

/** Whoever asks gets an answer within two seconds, whatever the database does. */
const ANSWER_WITHIN_MS = 1_500

/** Why requests should not come here now, as a sentence; undefined when they may. */
export async function describeUnreadiness(): Promise<string | undefined> {
  const { starting, stopping } = lifecycle()
  if (stopping) return 'The server is shutting down.'
  if (starting) return 'The server is starting.'
  return Promise.race([checkSharing(), pause(ANSWER_WITHIN_MS, 'The database does not answer.', { ref: false })])
}

/** One question at a time, whose answer all get who ask meanwhile: a database that does not answer is not asked by ever more connections. */
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

/** Asked until it is true: the schema of a running process never goes back. */
async function isSchemaCurrent(): Promise<boolean> {
  const schema = singleton('schema', () => ({ isCurrent: false }))
  schema.isCurrent ||= await isMigrated(db())
  return schema.isCurrent
}
