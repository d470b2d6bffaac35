import { settings, singleton } from '../process'
import { type ConcurrencyLimiter, createLimiter } from './concurrency-limiter'

/** Less than a database connection is waited for: when those in front give up, none of those behind begins to wait for one as well. */
const WAIT_MS = 4_000
const MAX_WAITING = 1_000

/** For work in the name of an authenticated caller. A quarter of the connections is left to pages, authentication and maintenance. */
export const workSlots = () => databaseSlots('workSlots', 3 / 4)

/** For finding out who sent a credential that was not seen valid before: one statement each, that waits for no lock. */
export const authenticationSlots = () => databaseSlots('authenticationSlots', 1 / 8)

function databaseSlots(name: string, share: number): ConcurrencyLimiter {
  return singleton(name, () => {
    const capacity = Math.max(2, Math.floor(settings().DATABASE_POOL_SIZE * share))
    return createLimiter({ capacity, maxWaiting: MAX_WAITING, waitMs: WAIT_MS })
  })
}

/** For bodies that take much memory: at most 24 of 5 MB are held at once, and at most 12 in the name of one team. */
export const bodySlots = () => singleton('bodySlots', () => createLimiter({ capacity: 24, maxWaiting: MAX_WAITING, waitMs: 10_000 }))
