import { z } from 'zod'
import { RANGES, timesOf } from '@/app/_url/ranges'
import { text, time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { SESSION_LIST } from '@/lib/sessions/input'
import type { SessionListFilters } from '@/lib/sessions/read'
import { SESSION_SORTS, SESSION_STATUSES } from '@/lib/sessions/rules'

const { agent_id, end_reason, from, cursor } = SESSION_LIST.schema.shape

/** The filters of the list of sessions, as parameters of its URL. */
export const SESSION_FILTERS = {
  agent_id,
  status: z.enum(SESSION_STATUSES).optional(),
  end_reason,
  /** The id of the key or person that opened them. */
  opened_by: text(64).optional(),
  range: z.enum(RANGES).optional(),
  from,
  to: time('end').optional(),
}

/** The URL parameters of the list of sessions. */
export const SESSION_SEARCH = parameters({
  ...SESSION_FILTERS,
  sort: z.enum(SESSION_SORTS).default('newest'),
  cursor,
  /** The session whose panel is open. */
  peek: text(64).optional(),
})

/** The valid URL parameters of the list of sessions. */
export type SessionSearch = z.output<typeof SESSION_SEARCH.schema>

/** The URL parameters of a session's page: the position in its timeline, or an event to show. */
export const SESSION_PAGE_SEARCH = parameters({ cursor, event: z.int().gte(1).optional() })

/** The filters that the list of sessions applies for its URL. */
export function filtersOf({ agent_id, status, end_reason, opened_by, ...times }: Omit<SessionSearch, 'sort'>): SessionListFilters {
  const { hours, from, to } = timesOf(times)
  return { agentName: agent_id, status, endReason: end_reason, openedBy: opened_by, withinHours: hours, from, to }
}

/** True when the list of sessions shows only a part of them. */
export const isFiltered = ({ agent_id, status, end_reason, opened_by, range, from, to }: Omit<SessionSearch, 'sort'>) =>
  [agent_id, status, end_reason, opened_by, range, from, to].some((value) => value !== undefined)
