import { AppError, fail } from '../errors'

/** Gives a slot back. */
export type Release = () => void

/** For whom a slot is taken: groups share the capacity, and members of a group share what the group gets. */
interface SlotOwner {
  group: string
  member: string
}

export interface ConcurrencyLimiter {
  /** Waits for a slot. @throws too_many_requests when too many of the member wait already, overloaded after too long a wait */
  acquire(owner: SlotOwner): Promise<Release>
  /** How many slots are held, how many are waited for, and by how many groups. */
  usage(): { held: number; waiting: number; groups: number }
}

export interface LimiterOptions {
  /** How many slots there are. */
  capacity: number
  /** How many may wait in the name of one member. */
  maxWaiting: number
  waitMs: number
}

interface Group {
  name: string
  held: number
  /** Those who wait, by member: the member that is served next comes first, and of each the one who came first. */
  waiting: Map<string, Set<() => void>>
}

/**
 * Limits how much is done at once. A group may hold half of the slots when it is alone, and each further group half of what is left:
 * so a group whose work hangs leaves slots to others. Groups that wait take turns, and so do the members of a group.
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
    if (queue.size >= maxWaiting) fail('too_many_requests', 'Too many requests queued. Send fewer at once.')
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

/** The first who waits of the member whose turn it is; the member goes to the end of the line. */
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
