import { singleton } from '../process'

/** How long pages share a result that depends on a change version: days pass and sessions expire while the version stays the same. */
export const SHARED_MS = 60_000

/**
 * Runs `find` once for all calls with the same key in this process within the given time, and returns its result to all of them. A failure is not
 * shared with later calls.
 */
export function shareResult<T>(key: string, milliseconds: number, find: () => Promise<T>): Promise<T> {
  const results = singleton('shared results', () => new Map<string, Promise<unknown>>())
  const known = results.get(key) as Promise<T> | undefined
  if (known !== undefined) return known
  const found = find()
  const forget = () => results.delete(key)
  results.set(key, found)
  setTimeout(forget, milliseconds).unref()
  found.catch(forget)
  return found
}
