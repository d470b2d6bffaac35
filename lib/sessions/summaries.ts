import type { EndReason } from '../../db/schema'
import type { SessionView } from '../../db/session-lists'
import {
  listEndedPerDay,
  listEndedSessions,
  MEDIAN_SAMPLE_SIZE,
  PERCENTILES,
  type SummaryTotals,
  sumUpEndedSessions,
} from '../../db/summaries'
import {
  AGENT_SAMPLE_SIZE,
  GROUP_COLUMNS,
  type GroupOrder,
  listSummaryGroups,
  type SummaryGroup,
  type SummaryGrouping,
} from '../../db/summary-groups'
import type { Principal } from '../auth/principal'
import { eachRow, readCursor, toPage, writeCursor } from '../input/cursor'
import { db } from '../process'

export {
  AGENT_SAMPLE_SIZE,
  GROUP_COLUMNS,
  type GroupOrder,
  MEDIAN_SAMPLE_SIZE,
  PERCENTILES,
  type SummaryGroup,
  type SummaryGrouping,
  type SummaryTotals,
}

const DEFAULT_HOURS = 30 * 24

/** Which ended sessions the summaries cover, by the time of their end. */
export interface SummaryFilters {
  agentName?: string | undefined
  endReason?: EndReason | undefined
  /** The id of the key or person that opened them. */
  openedBy?: string | undefined
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
  return toPage(rows, limit, (last) => writeCursor(teamId, 'summaries', positionOf(last)))
}

/** Totals and medians of the ended sessions, and their totals per day (UTC). */
export async function sumUpSummaries({ teamId }: Principal<'sessions:read'>, filters: SummaryFilters) {
  const given = withDefault(filters)
  const [totals, days] = await Promise.all([sumUpEndedSessions(db(), teamId, given), listEndedPerDay(db(), teamId, given)])
  return { totals, days }
}

/** Totals and percentiles of the ended sessions. */
export async function readSummaryTotals({ teamId }: Principal<'sessions:read'>, filters: SummaryFilters): Promise<SummaryTotals> {
  return sumUpEndedSessions(db(), teamId, withDefault(filters))
}

/** The groups of the ended sessions by agent, day (UTC) or end reason, up to `limit`, and how many there are. */
export async function groupSummaries(
  { teamId }: Principal<'sessions:read'>,
  { grouping, order, limit, ...filters }: SummaryFilters & { grouping: SummaryGrouping; order: GroupOrder; limit: number },
) {
  return listSummaryGroups(db(), teamId, withDefault(filters), { grouping, order, limit })
}

const EXPORT_BATCH = 500

/** Yields every ended session of the summaries, latest end first, read in batches as the reader takes them. */
export function eachSummary({ teamId }: Principal<'sessions:read'>, filters: SummaryFilters): AsyncIterable<SessionView> {
  return eachRow(EXPORT_BATCH, (from) => listEndedSessions(db(), teamId, withDefault(filters), from, EXPORT_BATCH), positionOf)
}

const positionOf = ({ ended_at, expires_at, id }: SessionView) => ({ time: ended_at ?? expires_at, id })

/** The filters with the default of their time range. */
export const withDefault = ({ withinHours = DEFAULT_HOURS, ...filters }: SummaryFilters) => ({ withinHours, ...filters })
