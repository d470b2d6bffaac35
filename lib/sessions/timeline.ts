import type { listEventsAfter } from '../../db/session-events'
import { formatDuration, rfc3339 } from '../time'

const GAP_MS = 5 * 60_000

type EventRow = Awaited<ReturnType<typeof listEventsAfter>>[number]

/** Something that happened in a session, as its page tells it. */
export interface TimelineEvent {
  id: string
  at: string
  kind: EventRow['kind']
  /** `Stored 3 memories` */
  what: string
  by: { kind: EventRow['by_kind']; name: string }
  address: string | null
  /** How long nothing happened before it, where that is more than five minutes. */
  gapBefore: string | null
}

/** `before`: when the event before the first one happened, if there is one. */
export function presentTimeline(events: EventRow[], before: Date | null): TimelineEvent[] {
  return events.map((event, index) => ({
    id: String(event.id),
    at: rfc3339(event.at),
    kind: event.kind,
    what: DESCRIPTIONS[event.kind](event.amount),
    by: { kind: event.by_kind, name: event.by_name },
    address: event.address,
    gapBefore: gapBetween(events[index - 1]?.at ?? before, event.at),
  }))
}

function gapBetween(before: Date | null, at: Date): string | null {
  const gapMs = before === null ? 0 : at.getTime() - before.getTime()
  return gapMs > GAP_MS ? formatDuration(gapMs / 1000) : null
}

const memories = (amount: number) => `${amount} ${amount === 1 ? 'memory' : 'memories'}`

const DESCRIPTIONS = {
  activated: () => 'Activated',
  joined: () => 'Joined again',
  extended: (amount) => `Extended by ${amount} h`,
  renewed: () => 'Auto-renewed',
  remembered: (amount) => `Stored ${memories(amount)}`,
  recalled: (amount) => `Recalled ${memories(amount)}`,
  ended: () => 'Ended',
} as const satisfies Record<EventRow['kind'], (amount: number) => string>
