import { z } from 'zod'
import { text, time } from '../input/fields'
import { parameters } from '../input/parameters'
import { SESSION_LIST } from './input'
import type { SessionListFilters } from './read'

/** Hours that a range of the list goes back. */
const RANGES = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 } as const

const { agent_id, end_reason, from, cursor } = SESSION_LIST.schema.shape

/** What the address of the list of sessions may ask for. */
export const SESSION_SEARCH = parameters({
  agent_id,
  status: z.enum(['active', 'expiring', 'inactive']).optional(),
  end_reason,
  range: z.enum(['1h', '24h', '7d', '30d', 'custom']).optional(),
  from,
  to: time('end').optional(),
  cursor,
  peek: text(64).optional(),
})

/** A form that ends what matches: the filters of a list, and what the list showed. Nothing invalid is left out here: it would end more. */
export const ENDING_MATCHING = parameters({
  agent_id,
  status: SESSION_SEARCH.schema.shape.status,
  end_reason,
  range: SESSION_SEARCH.schema.shape.range,
  from,
  to: time('end').optional(),
  seen_at: time(),
  seen_count: z.int().gte(0),
})

export type SessionSearch = z.output<typeof SESSION_SEARCH.schema>

/** What the address of a session's page may ask for. */
export const SESSION_PAGE_SEARCH = parameters({ cursor, event: z.int().gte(1).optional() })

/** A named range wins over times left in the form. */
export function filtersOfSearch({ range, from, to, agent_id, status, end_reason }: SessionSearch): SessionListFilters {
  const filters = { agentName: agent_id, status, endReason: end_reason }
  if (range === undefined || range === 'custom') return { ...filters, from, to }
  return { ...filters, withinHours: RANGES[range] }
}

export const isFiltered = ({ agent_id, status, end_reason, range, from, to }: SessionSearch) =>
  [agent_id, status, end_reason, range, from, to].some((value) => value !== undefined)
