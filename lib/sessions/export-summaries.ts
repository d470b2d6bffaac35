import { END_REASONS } from '../../db/constants'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordExport } from '../record-export'
import { rfc3339 } from '../time'
import { type ComparedSide, type ComparedWith, compareSummaries } from './compare-summaries'
import { cellsOf, describeFilters, SESSION_COLUMNS } from './export'
import { measuresOf } from './measures'
import {
  AGENT_SAMPLE_SIZE,
  eachSummary,
  type GroupOrder,
  groupSummaries,
  type SummaryFilters,
  type SummaryGroup,
  type SummaryGrouping,
} from './summaries'

/** A view of the summaries as a file: its columns, and its rows. */
export interface SummaryFile {
  columns: readonly string[]
  rows: AsyncIterable<readonly (string | number | null)[]>
}

const NAME_COLUMN = { agent: 'agent_id', day: 'day', outcome: 'end_reason' } as const satisfies Record<SummaryGrouping, string>
const NUMBER_COLUMNS = ['sessions', 'memories_stored', 'memories_retrieved', 'recalls', 'median_seconds', 'p95_seconds', ...END_REASONS]

/** The ended sessions as cells. Never a token. The export itself is recorded. */
export async function exportSummaries(
  principal: Principal<'sessions:read'>,
  filters: SummaryFilters,
  context: RequestContext,
): Promise<SummaryFile> {
  await record(principal, { view: 'sessions', ...describeFilters(filters) }, context)
  return { columns: SESSION_COLUMNS, rows: sessionRows(principal, filters) }
}

async function* sessionRows(principal: Principal<'sessions:read'>, filters: SummaryFilters) {
  for await (const session of eachSummary(principal, filters)) yield cellsOf(session)
}

/** The groups of the ended sessions as cells. The export itself is recorded. */
export async function exportSummaryGroups(
  principal: Principal<'sessions:read'>,
  { grouping, order, ...filters }: SummaryFilters & { grouping: SummaryGrouping; order: GroupOrder },
  context: RequestContext,
): Promise<SummaryFile> {
  await record(principal, { view: grouping, ...describeFilters(filters) }, context)
  const { groups } = await groupSummaries(principal, { ...filters, grouping, order, limit: AGENT_SAMPLE_SIZE })
  return { columns: [NAME_COLUMN[grouping], ...NUMBER_COLUMNS], rows: each(groups.map(groupCells)) }
}

const groupCells = (group: SummaryGroup) => [
  group.name,
  group.sessions,
  group.stored,
  group.retrieved,
  group.recalls,
  group.median_seconds,
  group.p95_seconds,
  ...END_REASONS.map((reason) => group[reason]),
]

/** A comparison as cells: first who and when, then each number. The export itself is recorded. */
export async function exportComparison(
  principal: Principal<'sessions:read'>,
  { filters, other }: { filters: SummaryFilters; other: ComparedWith },
  context: RequestContext,
): Promise<SummaryFile> {
  const { agentName, ...period } = other
  await record(principal, { view: 'comparison', ...describeFilters(filters), with: { agent_id: agentName, ...period } }, context)
  const sides = await compareSummaries(principal, filters, other)
  const about = (name: string, read: (side: ComparedSide) => string | null) => [name, read(sides[0]), read(sides[1]), null]
  const rows = [
    about('agent_id', (side) => side.agentName ?? null),
    about('from', (side) => rfc3339(side.since)),
    about('to', (side) => rfc3339(side.until)),
    ...measuresOf(sides).map(({ id, first, second, percent }) => [id, first, second, percent]),
  ]
  return { columns: ['measure', 'first', 'second', 'difference_percent'], rows: each(rows) }
}

const record = (principal: Principal<'sessions:read'>, filters: object, context: RequestContext) =>
  recordExport(principal, { kind: 'summaries.exported', filters }, context)

async function* each<T>(rows: T[]) {
  yield* rows
}
