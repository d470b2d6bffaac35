import { notesOf } from '../http/notes'
import { once, settings } from '../process'
import { addressGroup } from './address-group'
import { type ConcurrencyLimiter, createLimiter, type Release } from './concurrency-limiter'

/** Less than a database connection is waited for: when those in front give up, none of those behind begins to wait for one as well. */
const WAIT_MS = 4_000
const MAX_WAITING = 1_000

/** For work in the name of an authenticated caller. A quarter of the connections is left to pages, authentication and maintenance. */
export const workSlots = () => databaseSlots('workSlots', 3 / 4)

/** For finding out who sent a credential that was not seen valid before: one statement each, that waits for no lock. */
export const authenticationSlots = () => databaseSlots('authenticationSlots', 1 / 8)

function databaseSlots(name: string, share: number): ConcurrencyLimiter {
  return once(name, () => {
    const capacity = Math.max(2, Math.floor(settings().DATABASE_POOL_SIZE * share))
    return createLimiter({ capacity, maxWaiting: MAX_WAITING, waitMs: WAIT_MS })
  })
}

/** For bodies that take much memory: at most 24 of 5 MB are held at once, and at most 12 in the name of one team. */
export const bodySlots = () => once('bodySlots', () => createLimiter({ capacity: 24, maxWaiting: MAX_WAITING, waitMs: 10_000 }))

const held = new WeakMap<Request, Map<ConcurrencyLimiter, Release>>()

/**
 * Takes a slot in the name of whoever sent the request, until `releaseSlots`; once, however often it is asked for. Who did not authenticate
 * competes only with others at the same address.
 */
export async function holdSlot(request: Request, limiter: ConcurrencyLimiter): Promise<void> {
  const releases = held.get(request) ?? new Map<ConcurrencyLimiter, Release>()
  held.set(request, releases)
  if (!releases.has(limiter)) releases.set(limiter, await limiter.acquire(slotOwner(request)))
}

export function releaseSlots(request: Request): void {
  for (const release of held.get(request)?.values() ?? []) release()
  held.delete(request)
}

function slotOwner(request: Request) {
  const { caller, address } = notesOf(request)
  if (caller) return { group: caller.teamId, member: caller.issuedTo }
  const group = addressGroup(address)
  return { group, member: group }
}
