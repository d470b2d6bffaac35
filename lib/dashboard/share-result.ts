import { singleton } from '../process'

/**
 * Runs `find` once for everyone in this process who asks with the same key within a time, and gives all of them its result. A failure is
 * not shared with those who ask later.
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
