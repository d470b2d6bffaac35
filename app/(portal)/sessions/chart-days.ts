import type { BarRange } from '@/app/_ui/day-crosshair'
import type { DailyTotals } from '@/lib/dashboard/read'
import type { SessionListFilters } from '@/lib/sessions/read'
import { HOUR_MS } from '@/lib/time'

/** What became of the sessions that started on a day (UTC). */
export type DayOutcomes = Pick<DailyTotals, 'day' | 'outcomes'>

/** The outcomes of sessions, with 0 for those that a list leaves out. */
export function outcomesThatMatch(
  outcomes: DayOutcomes['outcomes'],
  { status, endReason }: Pick<SessionListFilters, 'status' | 'endReason'>,
): DayOutcomes['outcomes'] {
  const isShown = (outcome: string) =>
    (status === undefined || (status === 'active') === (outcome === 'active')) && (!endReason || endReason === outcome)
  return Object.fromEntries(
    Object.entries(outcomes).map(([outcome, count]) => [outcome, isShown(outcome) ? count : 0]),
  ) as DayOutcomes['outcomes']
}

type TimeRange = Pick<SessionListFilters, 'withinHours' | 'from' | 'to'>

/** True for a time range that consists of whole days (UTC): the bars that it touches count no session outside of it. */
export const isOfWholeDays = ({ withinHours, from, to }: TimeRange) =>
  withinHours === undefined &&
  (from === undefined || from.toISOString().endsWith('T00:00:00.000Z')) &&
  (to === undefined || to.toISOString().endsWith('T23:59:59.999Z'))

/** The bars whose days (UTC) a time range touches; undefined without a range, `outside` when it touches none. */
export function chosenBars(days: readonly string[], { withinHours, from, to }: TimeRange, now: Date): BarRange | undefined | 'outside' {
  if (withinHours === undefined && from === undefined && to === undefined) return
  const since = withinHours === undefined ? from : new Date(now.getTime() - withinHours * HOUR_MS)
  const dayOf = (time: Date) => time.toISOString().slice(0, 10)
  const isChosen = (day: string) => (since === undefined || day >= dayOf(since)) && (to === undefined || day <= dayOf(to))
  const [first, last] = [days.findIndex(isChosen), days.findLastIndex(isChosen)]
  return first === -1 ? 'outside' : [first, last]
}
