import type { GroupOrder, SummaryGroup, SummaryGrouping } from '@/lib/sessions/summaries'
import { formatDuration } from '@/lib/time'

type NumberName = Exclude<GroupOrder['by'], 'name'>

interface NumberColumn {
  by: NumberName
  label: string
  /** The end reason of the sessions that are counted, where these are not all of the group. */
  endReason?: string
}

const TOTALS: NumberColumn[] = [
  { by: 'sessions', label: 'Sessions' },
  { by: 'stored', label: 'Stored' },
  { by: 'retrieved', label: 'Retrieved' },
  { by: 'recalls', label: 'Recalls' },
  { by: 'median_seconds', label: 'Median duration' },
  { by: 'p95_seconds', label: '95th percentile' },
]

const OUTCOMES: NumberColumn[] = [
  { by: 'deactivated', label: 'Deactivated', endReason: 'deactivated' },
  { by: 'replaced', label: 'Replaced', endReason: 'replaced' },
  { by: 'expired', label: 'Expired', endReason: 'expired' },
  { by: 'revoked', label: 'Ended by someone', endReason: 'revoked' },
  { by: 'agent_deleted', label: 'Agent deleted', endReason: 'agent_deleted' },
]

/** The columns with numbers. A group of one end reason needs no column for each of them. */
export const numberColumns = (grouping: SummaryGrouping) => (grouping === 'outcome' ? TOTALS : [...TOTALS, ...OUTCOMES])

/** A number of a group as text; undefined where it is none or zero. */
export function numberInWords(group: SummaryGroup, by: NumberName): string | undefined {
  const value = group[by]
  if (by === 'median_seconds' || by === 'p95_seconds') return value === null ? undefined : formatDuration(value)
  return value === null || value === 0 ? undefined : value.toLocaleString('en')
}
