import { END_REASONS, type EndReason } from '../../db/constants'
import { readBounds, type SummaryRange, type SummaryTotals, sumUpEndedSessions } from '../../db/summaries'
import { listSummaryGroups } from '../../db/summary-groups'
import type { Principal } from '../auth/principal'
import { db } from '../process'
import { type SummaryFilters, withDefault } from './summaries'

/** What the summaries are compared with: an agent, every agent when absent, in a period. */
export interface ComparedWith {
  agentName?: string | undefined
  /** The same period, the one of the same length before it, or the one of `from` and `to`. */
  period: 'same' | 'previous' | 'custom'
  from?: Date | undefined
  to?: Date | undefined
}

/** One side of a comparison. */
export interface ComparedSide extends SummaryRange {
  agentName: string | undefined
  totals: SummaryTotals
  outcomes: Record<EndReason, number>
}

/** Sums up the ended sessions of two agents or two periods. */
export async function compareSummaries(
  { teamId }: Principal<'sessions:read'>,
  filters: SummaryFilters,
  other: ComparedWith,
): Promise<[ComparedSide, ComparedSide]> {
  const range = await readBounds(db(), teamId, withDefault(filters))
  const otherRange = await rangeOf(teamId, range, other)
  const { agentName, endReason, openedBy } = filters
  return Promise.all([
    readSide(teamId, { agentName, endReason, openedBy }, range),
    readSide(teamId, { agentName: other.agentName, endReason, openedBy }, otherRange),
  ])
}

async function rangeOf(teamId: string, { since, until }: SummaryRange, { period, from, to }: ComparedWith): Promise<SummaryRange> {
  if (period === 'same') return { since, until }
  if (period === 'custom') return readBounds(db(), teamId, withDefault({ from, to }))
  const end = since.getTime() - 1
  return { since: new Date(end - (until.getTime() - since.getTime())), until: new Date(end) }
}

async function readSide(
  teamId: string,
  { agentName, endReason, openedBy }: Pick<SummaryFilters, 'agentName' | 'endReason' | 'openedBy'>,
  { since, until }: SummaryRange,
): Promise<ComparedSide> {
  const filters = withDefault({ agentName, endReason, openedBy, from: since, to: until })
  const [totals, { groups }] = await Promise.all([
    sumUpEndedSessions(db(), teamId, filters),
    listSummaryGroups(db(), teamId, filters, { grouping: 'outcome', order: { by: 'name', direction: 'asc' }, limit: END_REASONS.length }),
  ])
  return { agentName, since, until, totals, outcomes: countsOf(groups) }
}

function countsOf(groups: { name: string; sessions: number }[]): Record<EndReason, number> {
  const of = (reason: EndReason) => groups.find(({ name }) => name === reason)?.sessions ?? 0
  return {
    deactivated: of('deactivated'),
    replaced: of('replaced'),
    expired: of('expired'),
    revoked: of('revoked'),
    agent_deleted: of('agent_deleted'),
  }
}
