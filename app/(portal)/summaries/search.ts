import { z } from 'zod'
import { RANGE_HOURS, RANGES } from '@/app/_url/ranges'
import { text, time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import type { ComparedWith } from '@/lib/sessions/compare-summaries'
import { SESSION_LIST } from '@/lib/sessions/input'
import { SUMMARY_SORTS } from '@/lib/sessions/rules'
import { GROUP_COLUMNS, type GroupOrder, type SummaryFilters, type SummaryGrouping } from '@/lib/sessions/summaries'

const { agent_id, end_reason, from, cursor } = SESSION_LIST.schema.shape

const FILTERS = {
  agent_id,
  end_reason,
  /** The id of the key or person that opened them. */
  opened_by: text(64).optional(),
  range: z.enum(RANGES).optional(),
  from,
  to: time('end').optional(),
}

/** The URL parameters of the summaries. */
export const SUMMARY_SEARCH = parameters({ ...FILTERS, sort: z.enum(SUMMARY_SORTS).default('ended'), cursor })

/** The URL parameters of the summaries in groups: the column by which these are sorted, and its direction. */
export const GROUP_SEARCH = parameters({ ...FILTERS, sort: z.enum(GROUP_COLUMNS).optional(), order: z.enum(['asc', 'desc']).optional() })

/** The URL parameters of a comparison. Those with `vs_` are of the other side. */
export const COMPARISON_SEARCH = parameters({
  ...FILTERS,
  vs_agent: text(64).optional(),
  vs_period: z.enum(['same', 'previous', 'custom']).optional(),
  vs_from: time('start').optional(),
  vs_to: time('end').optional(),
})

/** The valid URL parameters of the summaries in groups. */
export type GroupSearch = z.output<typeof GROUP_SEARCH.schema>

/** The valid URL parameters that all views of the summaries have. */
export type SummaryFilterSearch = Omit<GroupSearch, 'sort' | 'order'>

/** The valid URL parameters of a comparison. */
export type ComparisonSearch = z.output<typeof COMPARISON_SEARCH.schema>

/** The order of groups: days by default latest first, others those with the most sessions first. */
export function orderOf({ sort, order }: GroupSearch, grouping: SummaryGrouping): GroupOrder {
  const by = sort ?? firstColumn(grouping)
  return { by, direction: order ?? firstDirection(by, grouping) }
}

/** The column by which groups are sorted unless the URL says otherwise. */
export const firstColumn = (grouping: SummaryGrouping): GroupOrder['by'] => (grouping === 'day' ? 'name' : 'sessions')

/** The direction in which a column is sorted first: names of agents and end reasons rise, days and numbers fall. */
export const firstDirection = (by: GroupOrder['by'], grouping: SummaryGrouping) => (by === 'name' && grouping !== 'day' ? 'asc' : 'desc')

/** What the summaries are compared with: by default the same agent in the period before. */
export function comparedWith({ agent_id, vs_agent, vs_period, vs_from, vs_to }: ComparisonSearch): ComparedWith {
  const period = vs_period ?? (vs_agent === undefined ? 'previous' : 'same')
  return { agentName: vs_agent ?? agent_id, period, ...(period === 'custom' && { from: vs_from, to: vs_to }) }
}

/** The range that is shown: a URL with times but no range is a custom one. */
export const rangeOf = ({ range, from, to }: SummaryFilterSearch) => range ?? (from || to ? 'custom' : '30d')

/** The filters that the summaries apply for their URL. */
export function filtersOf(search: SummaryFilterSearch): SummaryFilters {
  const range = rangeOf(search)
  const times = range === 'custom' ? { from: search.from, to: search.to } : { withinHours: RANGE_HOURS[range] }
  return { agentName: search.agent_id, endReason: search.end_reason, openedBy: search.opened_by, ...times }
}
