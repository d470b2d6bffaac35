import type { GroupOrder, SummaryGroup, SummaryGrouping } from '@/lib/sessions/summaries'
import { formatDuration } from '@/lib/time'

type NumberName = Exclude<GroupOrder['by'], 'name'>

/** A column with numbers. */
export interface NumberColumn {
  by: NumberName
  label: string
  /** The end reason of the sessions that are counted, where these are not all of the group. */
  endReason?: string
  /** It is shown only where there is room. */
  isRoomy?: boolean
}

const TOTALS: NumberColumn[] = [
  { by: 'sessions', label: 'Sessions' },
  { by: 'stored', label: 'Stored' },
  { by: 'retrieved', label: 'Retrieved' },
  { by: 'recalls', label: 'Recalls' },
  { by: 'median_seconds', label: 'Median duration' },
  { by: 'p95_seconds', label: '95th percentile', isRoomy: true },
]

const OUTCOMES: NumberColumn[] = [
  { by: 'deactivated', label: 'Deactivated', endReason: 'deactivated' },
  { by: 'replaced', label: 'Replaced', endReason: 'replaced' },
  { by: 'expired', label: 'Expired', endReason: 'expired' },
  { by: 'revoked', label: 'Ended by someone', endReason: 'revoked' },
  { by: 'agent_deleted', label: 'Agent deleted', endReason: 'agent_deleted', isRoomy: true },
]

/** The columns with numbers: of end reasons only those that occur, and none where a group is one of them. */
export function numberColumns(grouping: SummaryGrouping, groups: SummaryGroup[]): NumberColumn[] {
  if (grouping === 'outcome') return TOTALS
  return [...TOTALS, ...OUTCOMES.filter(({ by }) => groups.some((group) => group[by] !== null && group[by] > 0))]
}

/** What groups can be sorted by: their name, the numbers that have a column, and what they are sorted by now. */
export function sortWords(
  grouping: SummaryGrouping,
  name: string,
  groups: SummaryGroup[],
  current: GroupOrder['by'],
): Record<string, string> {
  const shown = numberColumns(grouping, groups)
  const currentOnly = [...TOTALS, ...OUTCOMES].filter((column) => column.by === current && !shown.some(({ by }) => by === current))
  return { name, ...Object.fromEntries([...shown, ...currentOnly].map(({ by, label }) => [by, label])) }
}

/** A number of a group as text; undefined where it is none or zero. */
export function numberInWords(group: SummaryGroup, by: NumberName): string | undefined {
  const value = group[by]
  if (by === 'median_seconds' || by === 'p95_seconds') return value === null ? undefined : formatDuration(value)
  return value === null || value === 0 ? undefined : value.toLocaleString('en')
}
