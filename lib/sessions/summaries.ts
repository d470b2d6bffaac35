import { endedPosition, listEndedSessions, SORTED_SUMMARIES } from '../../db/ended-lists'
import type { EndReason } from '../../db/schema'
import type { SessionView } from '../../db/session-lists'
import {
  listEndedPerDay,
  MEDIAN_SAMPLE_SIZE,
  PERCENTILES,
  type SummaryRange,
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
import type { SummarySort } from './rules'

export {
  AGENT_SAMPLE_SIZE,
  GROUP_COLUMNS,
  type GroupOrder,
  MEDIAN_SAMPLE_SIZE,
  PERCENTILES,
  SORTED_SUMMARIES,
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
  /** Latest end first unless it says otherwise; by other values no more than the SORTED_SUMMARIES that ended last. */
  sort?: SummarySort | undefined
}

/** A page of ended sessions. @throws invalid_request for a cursor of another list */
export async function listSummaries(
  { teamId }: Principal<'sessions:read'>,
  { limit, cursor, sort = 'ended', ...filters }: SummaryListInput,
) {
  const list = sort === 'ended' ? 'summaries' : `summaries by ${sort}`
  const rows = await listEndedSessions(db(), teamId, withDefault(filters), sort, readCursor(teamId, list, cursor), limit + 1)
  return toPage(rows, limit, (last) => writeCursor(teamId, list, endedPosition(last)))
}

/** Totals and medians of the ended sessions, and their totals per day (UTC), with the range of these. */
export async function sumUpSummaries({ teamId }: Principal<'sessions:read'>, filters: SummaryFilters) {
  const given = withDefault(filters)
  const [totals, { days, range }] = await Promise.all([sumUpEndedSessions(db(), teamId, given), listEndedPerDay(db(), teamId, given)])
  return { totals, days, range: rangeOfDays(filters, range) }
}

/** The first time of summaries, and the last one if it is over. */
export interface DaysRange {
  since: string
  until: string | undefined
}

const rangeOfDays = ({ to }: SummaryFilters, { since, until }: SummaryRange): DaysRange => ({
  since: since.toISOString(),
  until: to && to <= until ? until.toISOString() : undefined,
})

/** Totals and percentiles of the ended sessions. */
export async function readSummaryTotals({ teamId }: Principal<'sessions:read'>, filters: SummaryFilters): Promise<SummaryTotals> {
  return sumUpEndedSessions(db(), teamId, withDefault(filters))
}

/** The groups of the ended sessions by agent, day (UTC) or end reason, up to `limit`, how many there are, and the range of the days. */
export async function groupSummaries(
  { teamId }: Principal<'sessions:read'>,
  { grouping, order, limit, ...filters }: SummaryFilters & { grouping: SummaryGrouping; order: GroupOrder; limit: number },
) {
  const { range, ...page } = await listSummaryGroups(db(), teamId, withDefault(filters), { grouping, order, limit })
  return { ...page, range: rangeOfDays(filters, range) }
}

const EXPORT_BATCH = 500

/** Yields every ended session of the summaries, latest end first, read in batches as the reader takes them. */
export function eachSummary({ teamId }: Principal<'sessions:read'>, filters: SummaryFilters): AsyncIterable<SessionView> {
  return eachRow(EXPORT_BATCH, (from) => listEndedSessions(db(), teamId, withDefault(filters), 'ended', from, EXPORT_BATCH), endedPosition)
}

/** The filters with the default of their time range. */
export const withDefault = ({ withinHours = DEFAULT_HOURS, ...filters }: SummaryFilters) => ({ withinHours, ...filters })
