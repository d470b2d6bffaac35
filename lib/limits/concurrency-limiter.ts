import { AppError, fail } from '../errors'

/** Gives back a slot. */
export type Release = () => void

/** Who takes a slot. Groups share the capacity, and the members of a group share what the group gets. */
interface SlotOwner {
  group: string
  member: string
}

/** Limits how many requests work at the same time. */
export interface ConcurrencyLimiter {
  /** Waits for a slot. @throws too_many_requests when too many requests of the member are waiting, overloaded when the wait takes too long */
  acquire(owner: SlotOwner): Promise<Release>
  /** Returns how many slots are held, how many requests are waiting, and how many groups there are. */
  usage(): { held: number; waiting: number; groups: number }
}

export interface LimiterOptions {
  /** How many slots there are. */
  capacity: number
  /** How many requests of one member may wait. */
  maxWaiting: number
  /** How long a request waits at most. */
  waitMs: number
}

interface Group {
  name: string
  held: number
  /** The waiting requests by member, in the order in which members, and the requests of each, are served. */
  waiting: Map<string, Set<() => void>>
}

/**
 * Creates a limiter of simultaneous work. A group alone may hold half of the slots, and each further group half of what is left, so that a group
 * whose work hangs leaves slots for others. Waiting groups take turns, and so do the members of a group.
 */
export function createLimiter({ capacity, maxWaiting, waitMs }: LimiterOptions): ConcurrencyLimiter {
  const groups = new Map<string, Group>()
  const waitingGroups = new Set<Group>()
  let held = 0

  const hasFreeSlot = (group: Group) => group.held < capacity - held

  function start(group: Group): Release {
    held++
    group.held++
    return () => {
      held--
      group.held--
      startWaiting()
      forgetIfUnused(group)
    }
  }

  function startWaiting(): void {
    for (const group of waitingGroups) {
      if (!hasFreeSlot(group)) continue
      waitingGroups.delete(group)
      const begin = takeNext(group)
      if (group.waiting.size > 0) waitingGroups.add(group)
      begin?.()
    }
  }

  function wait(group: Group, member: string): Promise<Release> {
    const queue = group.waiting.get(member) ?? new Set()
    if (queue.size >= maxWaiting)
      fail('too_many_requests', `Too many requests queued (limit ${maxWaiting.toLocaleString('en')}). Send fewer at once.`)
    group.waiting.set(member, queue)
    waitingGroups.add(group)
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer)
        resolve(start(group))
      }
      const timer = setTimeout(() => {
        queue.delete(begin)
        if (queue.size === 0) group.waiting.delete(member)
        if (group.waiting.size === 0) waitingGroups.delete(group)
        forgetIfUnused(group)
        reject(new AppError('overloaded', 'Earlier requests are still running. Try again in a moment.'))
      }, waitMs)
      queue.add(begin)
    })
  }

  function forgetIfUnused(group: Group): void {
    if (group.held === 0 && group.waiting.size === 0) groups.delete(group.name)
  }

  return {
    async acquire({ group: name, member }) {
      const group = groups.get(name) ?? { name, held: 0, waiting: new Map() }
      if (group.waiting.size > 0 || !hasFreeSlot(group)) {
        const release = wait(group, member)
        groups.set(name, group)
        return release
      }
      groups.set(name, group)
      return start(group)
    },
    usage: () => ({ held, waiting: [...waitingGroups].reduce((sum, group) => sum + countWaiting(group), 0), groups: groups.size }),
  }
}

const countWaiting = ({ waiting }: Group) => [...waiting.values()].reduce((sum, queue) => sum + queue.size, 0)

/** Removes and returns the first waiting request of the next member, and moves the member to the end of the queue. */
function takeNext({ waiting }: Group): (() => void) | undefined {
  for (const [member, queue] of waiting) {
    const [begin] = queue
    waiting.delete(member)
    if (begin !== undefined) queue.delete(begin)
    if (queue.size > 0) waiting.set(member, queue)
    return begin
  }
  return undefined
}
