import { hrefWith, type ListUrl, PLACE } from '@/app/_url/search'
import { readAgentDays } from '@/lib/activity/read'
import type { Principal } from '@/lib/auth/principal'
import { DAYS_SHOWN, readDailyTotals } from '@/lib/dashboard/read'
import type { SessionListFilters } from '@/lib/sessions/read'
import { chosenBars, type DayOutcomes, isOfWholeDays, outcomesThatMatch } from './chart-days'
import { SessionBars } from './session-bars'

/**
 * Reads, for the chart above a list, the sessions that started on each of the last days (UTC) and match its filters other than the time. Those of the team come
 * from its daily totals, which all viewers share as long as `version` stays the same, so that most pages send no statement for them; those of an agent from the
 * index of its sessions. Undefined for filters that neither can answer: no sums are kept per opener, or of what expires soon.
 */
export async function readChartDays(
  principal: Principal<'sessions:read'>,
  filters: SessionListFilters,
  version: string,
): Promise<DayOutcomes[] | undefined> {
  const { agentName, status, openedBy } = filters
  if (openedBy !== undefined || status === 'expiring') return
  const days = await (agentName === undefined
    ? readDailyTotals(principal, version)
    : readAgentDays(principal, agentName, DAYS_SHOWN, version))
  return days.map(({ day, outcomes }) => ({ day, outcomes: outcomesThatMatch(outcomes, filters) }))
}

interface SessionChartProps {
  days: DayOutcomes[] | undefined
  filters: SessionListFilters
  url: ListUrl
}

/** A bar per day with the sessions of a list. The days of its time range are highlighted. There is no chart when the range has none of the days, or when all bars are empty. */
export function SessionChart({ days = [], filters, url }: SessionChartProps) {
  const now = new Date()
  const chosen = chosenBars(
    days.map(({ day }) => day),
    filters,
    now,
  )
  const isEmpty = days.every(({ outcomes }) => Object.values(outcomes).every((count) => count === 0))
  if (isEmpty || chosen === 'outside') return null
  const listHref = hrefWith(url.path, url.search, { ...PLACE, range: undefined, from: undefined, to: undefined, zone: undefined })
  const bars = { days, today: now.toISOString().slice(0, 10), chosen, isExact: isOfWholeDays(filters) }
  return <SessionBars {...bars} listHref={listHref} />
}
