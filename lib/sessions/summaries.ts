import type { EndReason } from '../../db/schema'
import { listEndedPerDay, listEndedSessions, MEDIAN_SAMPLE_SIZE, type SummaryTotals, sumUpEndedSessions } from '../../db/summaries'
import type { Principal } from '../auth/principal'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { db } from '../process'

export { MEDIAN_SAMPLE_SIZE, type SummaryTotals }

const DEFAULT_HOURS = 30 * 24

/** Which ended sessions the summaries cover, by the time of their end. */
export interface SummaryFilters {
  agentName?: string | undefined
  endReason?: EndReason | undefined
  /** Hours before `to`, or before now; 30 days when absent. */
  withinHours?: number | undefined
  /** Takes precedence over `withinHours`. */
  from?: Date | undefined
  to?: Date | undefined
}

interface SummaryListInput extends SummaryFilters {
  limit: number
  cursor?: string | undefined
}

/** A page of ended sessions, latest end first. @throws invalid_request for a cursor of another list */
export async function listSummaries({ teamId }: Principal<'sessions:read'>, { limit, cursor, ...filters }: SummaryListInput) {
  const rows = await listEndedSessions(db(), teamId, withDefault(filters), readCursor(teamId, 'summaries', cursor), limit + 1)
  return toPage(rows, limit, (last) => writeCursor(teamId, 'summaries', { time: last.ended_at ?? last.expires_at, id: last.id }))
}

/** Totals and medians of the ended sessions, and their totals per day (UTC). */
export async function sumUpSummaries({ teamId }: Principal<'sessions:read'>, filters: SummaryFilters) {
  const given = withDefault(filters)
  const [totals, days] = await Promise.all([sumUpEndedSessions(db(), teamId, given), listEndedPerDay(db(), teamId, given)])
  return { totals, days }
}

const withDefault = ({ withinHours = DEFAULT_HOURS, ...filters }: SummaryFilters) => ({ withinHours, ...filters })
