/** Does the work for each item, on so many items at a time; the first failure ends it. */
export async function inParallel<T>(
  workers: number,
  items: AsyncIterable<T> | Iterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const source = iterate(items)
  let hasFailed = false
  const run = async () => {
    for (let next = await source.next(); !next.done && !hasFailed; next = await source.next()) await work(next.value)
  }
  const fail = (error: unknown) => {
    hasFailed = true
    throw error
  }
  await Promise.all(Array.from({ length: workers }, () => run().catch(fail)))
}

/** An async generator lets several callers wait for its next item at once. */
async function* iterate<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* items
}
