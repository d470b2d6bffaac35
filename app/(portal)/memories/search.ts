import { z } from 'zod'
import type { ListPlace } from '@/app/_url/list-place'
import { RANGES, timesOf } from '@/app/_url/ranges'
import { writeCommaList } from '@/lib/input/comma-list'
import { text, time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import type { FacetInput } from '@/lib/memory-search/facets'
import { MEMORY_SEARCH } from '@/lib/memory-search/input'
import { HOUR_MS, rfc3339 } from '@/lib/time'

const { limit: _limit, cursor, occurred_after: _o, occurred_before: _p, ...filters } = MEMORY_SEARCH.schema.shape

/** Who wrote the present version: `key KEY_ID` or `person PERSON_ID`. */
const author = z.string().regex(/^(key|person) [\w-]{1,64}$/)

/** The filters of the list of memories, as parameters of its URL. */
export const MEMORY_FILTERS = {
  ...filters,
  by: author.optional(),
  range: z.enum(RANGES).optional(),
  from: time('start').optional(),
  to: time('end').optional(),
}

/** The URL parameters of the list of memories. */
export const MEMORY_PAGE_SEARCH = parameters(
  {
    ...MEMORY_FILTERS,
    cursor,
    /** The memory whose panel is open. */
    peek: text(80).optional(),
  },
  { agent_id: ['agent'], q: ['query'] },
)

/** The valid URL parameters of the list of memories. */
type MemoryPageSearch = z.output<typeof MEMORY_PAGE_SEARCH.schema>

/** The filters of the list of memories, without its page and its panel. */
export type MemoryFilterSearch = Omit<MemoryPageSearch, 'cursor' | 'peek'>

/** What the list of memories searches for. `range`, `from` and `to` are of what the memories describe, `created_after` and `created_before` of their storing. */
export function filtersOf({ by, range, from, to, q, ...search }: MemoryFilterSearch): FacetInput {
  const { hours, from: after, to: before } = timesOf({ range, from, to })
  const [kind, id] = by?.split(' ') ?? []
  return {
    q,
    agentName: search.agent_id,
    type: search.type,
    tags: search.tags,
    source: search.source,
    keyId: [...search.key_id, ...(kind === 'key' && id ? [id] : [])],
    personId: [...search.person_id, ...(kind === 'person' && id ? [id] : [])],
    sessionId: search.session_id,
    status: search.status,
    trust: search.trust,
    minConfidence: search.min_confidence,
    createdAfter: search.created_after,
    createdBefore: search.created_before,
    occurredAfter: hours === undefined ? after : new Date(Date.now() - hours * HOUR_MS),
    occurredBefore: before,
  }
}

const DEFAULTS = MEMORY_PAGE_SEARCH.schema.parse({})

/** The names of the parameters that differ from those of the list without filters. */
const filtersIn = (search: MemoryFilterSearch): (keyof MemoryFilterSearch)[] =>
  (Object.keys(MEMORY_FILTERS) as (keyof MemoryFilterSearch)[]).filter(
    (name) => search[name] !== undefined && String(search[name]) !== String(DEFAULTS[name] ?? ''),
  )

/** The filters of the list that somebody chose: on the page of an agent, that agent is none of them. */
export const filtersAt = ({ agentName }: ListPlace, search: MemoryFilterSearch) =>
  filtersIn(search).filter((name) => agentName === undefined || name !== 'agent_id')

/** The parameters that differ from those of the list without filters, as fields of a form. */
export const fieldsOf = (search: MemoryFilterSearch): Record<string, string> =>
  Object.fromEntries(filtersIn(search).map((name) => [name, inField(search[name])]))

function inField(value: MemoryFilterSearch[keyof MemoryFilterSearch]): string {
  if (value instanceof Date) return rfc3339(value)
  return Array.isArray(value) ? writeCommaList(value) : String(value)
}
