import { ping } from '../db/health'
import { isMigrated } from '../db/migrate'
import { db, lifecycle, once } from './process'

/** Why requests should not come here now, as a sentence; undefined when they may. */
export async function whyNotReady(): Promise<string | undefined> {
  const { starting, stopping } = lifecycle()
  if (stopping) return 'The server is shutting down.'
  if (starting) return 'The server is starting.'
  try {
    if (!(await isSchemaCurrent())) return 'The database is not migrated yet.'
    await ping(db())
    return undefined
  } catch {
    return 'The database does not answer.'
  }
}

/** Asked until it is true: the schema of a running process never goes back. */
async function isSchemaCurrent(): Promise<boolean> {
  const schema = once('schema', () => ({ isCurrent: false }))
  schema.isCurrent ||= await isMigrated(db())
  return schema.isCurrent
}
