import { readClock } from '../db/teams'
import { db } from './process'

/** What work failed for, and why. */
interface Failure<Item> {
  item: Item
  error: unknown
}

/** Works on one item after the other, and returns what failed: the others do not wait for it, unless the database does not answer. */
export async function tryEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<Failure<Item>[]> {
  const failures: Failure<Item>[] = []
  for (const item of items)
    try {
      await work(item)
    } catch (error) {
      await db().transaction().execute(readClock)
      failures.push({ item, error })
    }
  return failures
}

/** @throws an AggregateError when something failed */
export function throwFailures(failures: readonly Failure<unknown>[], problem: string): void {
  const errors = failures.map(({ error }) => error)
  if (errors.length > 0) throw new AggregateError(errors, problem)
}
