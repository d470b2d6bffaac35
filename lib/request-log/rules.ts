import { REQUEST_STATUSES } from '../../db/constants'

export { REQUEST_STATUSES }

/** Calls of one team that are recorded between two writes (about a second) in one process: a random sample where there were more. */
export const MOST_CALLS = 20
/** Errors that are recorded between two writes, in addition. */
export const MOST_ERRORS = 80

/** A sample of items that were offered one after the other, in which each has the same chance to be. */
export interface Sample<Item> {
  readonly items: Item[]
  offered: number
}

/** Offers an item to a sample of at most `size` items (reservoir sampling). `random` is a number from 0 to 1. */
export function offer<Item>(sample: Sample<Item>, item: Item, size: number, random: () => number = Math.random): void {
  sample.offered++
  if (sample.items.length < size) {
    sample.items.push(item)
    return
  }
  const place = Math.floor(random() * sample.offered)
  if (place < size) sample.items[place] = item
}

/** The path of an operation or a page from its folder under `app`: `/api/v2/agents/{agent_id}` from `/api/v2/agents/[agentId]`. */
export const pathOfRoute = (route: string) =>
  route
    .replace(/\/\(\w+\)/g, '')
    .replace(/\[(\w+)\]/g, (_, name: string) => `{${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}}`)
