import { settings, singleton } from '../process'
import { type ConcurrencyLimiter, createLimiter } from './concurrency-limiter'

/** Shorter than the wait for a database connection, so that requests which wait for a slot give up before those which hold one. */
const WAIT_MS = 4_000
const MAX_WAITING = 1_000

/** Slots for the work of identified callers. A quarter of the connections is left for pages, authentication and maintenance. */
export const workSlots = () => databaseSlots('workSlots', 3 / 4)

/** Slots to look up credentials that were not valid at their last use. Each lookup is one statement, which waits for no lock. */
export const authenticationSlots = () => databaseSlots('authenticationSlots', 1 / 8)

function databaseSlots(name: string, share: number): ConcurrencyLimiter {
  return singleton(name, () => {
    const capacity = Math.max(2, Math.floor(settings().DATABASE_POOL_SIZE * share))
    return createLimiter({ capacity, maxWaiting: MAX_WAITING, waitMs: WAIT_MS })
  })
}

/** Slots for large bodies, which need much memory: at most 24 of 5 MB at the same time, and at most 12 of one team. */
export const bodySlots = () => singleton('bodySlots', () => createLimiter({ capacity: 24, maxWaiting: MAX_WAITING, waitMs: 10_000 }))
