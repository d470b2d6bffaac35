import { z } from 'zod'
import { RANGE_HOURS, RANGES } from '@/app/_url/ranges'
import { time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { SESSION_LIST } from '@/lib/sessions/input'
import type { SummaryFilters } from '@/lib/sessions/summaries'

const { agent_id, end_reason, from, cursor } = SESSION_LIST.schema.shape

/** The URL parameters of the summaries. */
export const SUMMARY_SEARCH = parameters({
  agent_id,
  end_reason,
  range: z.enum(RANGES).optional(),
  from,
  to: time('end').optional(),
  cursor,
})

/** The valid URL parameters of the summaries. */
export type SummarySearch = z.output<typeof SUMMARY_SEARCH.schema>

/** The range that is shown: a URL with times but no range is a custom one. */
export const rangeOf = ({ range, from, to }: SummarySearch) => range ?? (from || to ? 'custom' : '30d')

/** The filters that the summaries apply for their URL. */
export function filtersOf(search: SummarySearch): SummaryFilters {
  const range = rangeOf(search)
  const times = range === 'custom' ? { from: search.from, to: search.to } : { withinHours: RANGE_HOURS[range] }
  return { agentName: search.agent_id, endReason: search.end_reason, ...times }
}
