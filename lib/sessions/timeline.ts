import type { ActorKind, EventKind } from '../../db/constants'
import type { TimelineEvent } from '../../db/session-events'
import { formatDuration, rfc3339 } from '../time'

const GAP_MS = 5 * 60_000

/** An event of a session's timeline as the session's page shows it. */
export interface ShownEvent {
  id: string
  at: string
  kind: EventKind
  /** What happened, such as `Stored 3 memories`. */
  what: string
  /** How many memories were stored or returned; else 0. */
  memoryCount: number
  /** The memories that were stored or returned, in order, as far as the timeline names them. */
  memoryIds: string[]
  by: { kind: ActorKind; name: string }
  address: string | null
  /** The time since the event before it, such as `12m`; null when that is at most five minutes. */
  gapBefore: string | null
}

/** Presents consecutive events of a timeline, oldest first. `before` is the time of the event before the first one; null when there is none. */
export function presentTimeline(events: TimelineEvent[], before: Date | null): ShownEvent[] {
  return events.map((event, index) => ({
    id: String(event.id),
    at: rfc3339(event.at),
    kind: event.kind,
    what: describeEvent(event),
    memoryCount: event.kind === 'remembered' || event.kind === 'recalled' ? event.amount : 0,
    memoryIds: event.memory_ids ?? [],
    by: { kind: event.by_kind, name: event.by_name },
    address: event.address,
    gapBefore: gapBetween(events[index - 1]?.at ?? before, event.at),
  }))
}

/** What happened, such as `Extended by 6 h`. */
export const describeEvent = ({ kind, amount }: Pick<TimelineEvent, 'kind' | 'amount'>): string => DESCRIPTIONS[kind](amount)

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
} as const satisfies Record<EventKind, (amount: number) => string>
