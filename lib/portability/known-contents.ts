import { createHash } from 'node:crypto'

/** Counts contents by the first 64 bits of their hash, in 18 bytes each at most, so that a hundred thousand take a few megabytes. */
export interface ContentCounts {
  /** Counts a content once more, and returns how often it was counted. */
  add(hash: string): number
  count(hash: string): number
}

/** The hash by which contents are compared, as Postgres computes it: 16 hexadecimal digits. */
export const contentHash = ({ type, content }: { type: string; content: string }): string =>
  createHash('sha256').update(`${type}\n${content}`).digest('hex').slice(0, 16)

const FIRST_CAPACITY = 1024
const MOST_FILLED = 0.7
const HIGHEST_COUNT = 65_535

interface Slots {
  high: Uint32Array
  low: Uint32Array
  counts: Uint16Array
}

const createSlots = (capacity: number): Slots => ({
  high: new Uint32Array(capacity),
  low: new Uint32Array(capacity),
  counts: new Uint16Array(capacity),
})

/** The slot of a hash, or the free one where it belongs. The capacity is a power of two. */
function findSlot({ high, low, counts }: Slots, first: number, second: number): number {
  const mask = counts.length - 1
  let slot = second & mask
  while (counts[slot] !== 0 && (high[slot] !== first || low[slot] !== second)) slot = (slot + 1) & mask
  return slot
}

export function createContentCounts(): ContentCounts {
  let slots = createSlots(FIRST_CAPACITY)
  let size = 0

  const put = (into: Slots, first: number, second: number, count: number) => {
    const slot = findSlot(into, first, second)
    into.high[slot] = first
    into.low[slot] = second
    into.counts[slot] = Math.min(HIGHEST_COUNT, count)
  }

  function grow(): void {
    const larger = createSlots(2 * slots.counts.length)
    slots.counts.forEach((count, slot) => {
      if (count > 0) put(larger, slots.high[slot] ?? 0, slots.low[slot] ?? 0, count)
    })
    slots = larger
  }

  const halves = (hash: string): [number, number] => [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8), 16)]
  const countOf = (first: number, second: number) => slots.counts[findSlot(slots, first, second)] ?? 0

  return {
    add(hash) {
      const [first, second] = halves(hash)
      const count = countOf(first, second) + 1
      if (count === 1 && ++size > MOST_FILLED * slots.counts.length) grow()
      put(slots, first, second, count)
      return count
    },
    count: (hash) => countOf(...halves(hash)),
  }
}
