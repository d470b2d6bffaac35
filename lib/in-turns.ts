import { setImmediate as nextTurn } from 'node:timers/promises'

/** Other requests wait no longer than this while items are worked on, or for as long as one item takes. */
const LONGEST_TURN_MS = 4

/** Works on each item in order, and lets other requests take their turns meanwhile. */
export async function eachInTurns<Item>(items: Iterable<Item>, work: (item: Item) => void | Promise<void>): Promise<void> {
  let began = performance.now()
  for (const item of items) {
    const pending = work(item)
    if (pending !== undefined) await pending
    if (performance.now() - began < LONGEST_TURN_MS) continue
    await nextTurn()
    began = performance.now()
  }
}
