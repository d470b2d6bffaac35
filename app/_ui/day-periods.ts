import type { DailyTotals } from '@/lib/dashboard/read'
import { type ChartRange, daysFrom, daysWithin, mondayOf, type Period } from './days'

/** What sessions did in a period. */
export type PeriodTotals = Omit<DailyTotals, 'day'> & Period

/** Charts of more days than this have a bar per week: narrower bars are hard to tell apart and to hit. */
const MOST_DAY_BARS = 92

/** What a bar of a chart of so many days stands for. */
export const unitOf = (days: readonly DailyTotals[]): 'day' | 'week' => (days.length > MOST_DAY_BARS ? 'week' : 'day')

/** The totals for each bar of a chart. A week, from Monday, has only those of its days that are given. */
export function periodsOf(days: readonly DailyTotals[]): PeriodTotals[] {
  const unit = unitOf(days)
  const periods: PeriodTotals[] = []
  for (const { day, ...totals } of days) {
    const last = periods.at(-1)
    const isSameWeek = last !== undefined && mondayOf(last.from) === mondayOf(day)
    if (unit === 'week' && isSameWeek) periods[periods.length - 1] = { from: last.from, to: day, ...sumOf(last, totals) }
    else periods.push({ from: day, to: day, ...totals })
  }
  return periods
}

/** True for the bar of a time that is not over, or of a day or week of which the chart has only a part: it is lower than it would be. */
export function isPartial(period: Period, unit: 'day' | 'week', today: string, range: ChartRange = {}): boolean {
  const within = daysWithin(period, range)
  return (
    period.to === today ||
    within.from !== period.from ||
    within.to !== period.to ||
    (unit === 'week' && daysFrom(period.from, period.to) < 7)
  )
}

type Totals = Omit<DailyTotals, 'day'>

const sumOf = (one: Totals, other: Totals): Totals => ({
  sessions: one.sessions + other.sessions,
  stored: one.stored + other.stored,
  retrieved: one.retrieved + other.retrieved,
  recalls: one.recalls + other.recalls,
  outcomes: {
    active: one.outcomes.active + other.outcomes.active,
    deactivated: one.outcomes.deactivated + other.outcomes.deactivated,
    replaced: one.outcomes.replaced + other.outcomes.replaced,
    expired: one.outcomes.expired + other.outcomes.expired,
    revoked: one.outcomes.revoked + other.outcomes.revoked,
    agent_deleted: one.outcomes.agent_deleted + other.outcomes.agent_deleted,
  },
})
