import type { ActivityCounts, ComparedPeriods, PastActivity } from '../../db/activity-counts'
import { DAY_MS } from '../time'

/** A number of today. */
interface Figure {
  value: number
  /** True when not everything was counted, so that the true number may be higher than `value`. */
  isAtLeast: boolean
  /** The number of yesterday until the same time; undefined where the two cannot be compared. */
  before: number | undefined
  /** The numbers of the last days, the last one of today so far; undefined where they are not known. */
  days: number[] | undefined
}

export type Figures = Record<'sessions' | 'stored' | 'recalls' | 'failed', Figure>

export interface PastDays extends PastActivity {
  /** When each of the days began. */
  starts: Date[]
}

/** A line of fewer days says nothing. */
const FEWEST_DAYS = 3

/** Compares the numbers of today with those of yesterday, as far as these were counted completely, and none of what they count has been deleted. */
export function figuresOf(counts: ActivityCounts, past: PastDays, { now, yesterday }: ComparedPeriods): Figures {
  const { today, yesterday: earlier, eventsKeptDays, requestsSince } = counts
  const keptSince = new Date(now.getTime() - eventsKeptDays * DAY_MS)
  const areEventsCompared = keptSince <= yesterday && today.areAllEvents && earlier.areAllEvents
  const keptDays = (values: number[] | undefined) => values?.filter((_, place) => (past.starts[place] ?? now) >= keptSince)
  const ofEvents = (name: 'stored' | 'recalls'): Figure => ({
    value: today[name],
    isAtLeast: !today.areAllEvents,
    before: areEventsCompared ? earlier[name] : undefined,
    days: today.areAllEvents ? withToday(keptDays(past[name]), today[name]) : undefined,
  })
  // Counted hours do not show that the log was switched off for a while, which removes its older calls.
  const isFailedCompared = requestsSince !== null && requestsSince <= yesterday && !today.failed.isSample && !earlier.failed.isSample
  return {
    sessions: { value: today.sessions, isAtLeast: false, before: earlier.sessions, days: withToday(past.sessions, today.sessions) },
    stored: ofEvents('stored'),
    recalls: ofEvents('recalls'),
    failed: {
      value: today.failed.count,
      isAtLeast: today.failed.isSample,
      before: isFailedCompared ? earlier.failed.count : undefined,
      days: withToday(past.failed, today.failed.count),
    },
  }
}

function withToday(past: number[] | undefined, today: number): number[] | undefined {
  return past && past.length + 1 >= FEWEST_DAYS ? [...past, today] : undefined
}
