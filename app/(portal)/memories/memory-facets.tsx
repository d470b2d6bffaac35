import { clsx } from 'clsx'
import { Facet } from '@/app/_ui/facet'
import { FOLDED } from '@/app/_ui/filters'
import { timesInWords } from '@/app/_ui/time-range-words'
import { chipsOf } from '@/app/_url/filter-chips'
import type { ListPlace } from '@/app/_url/list-place'
import { firstPageHref, type Search } from '@/app/_url/search'
import { MEMORY_TYPES } from '@/lib/memories/rules'
import type { FacetValue, MemoryFacets } from '@/lib/memory-search/facets'
import { STATUS_WORDS } from './memory-row'
import { isReview } from './review-tabs'
import { fieldsOf, MEMORY_PAGE_SEARCH, type MemoryFilterSearch } from './search'

interface MemoryFacetsProps {
  search: MemoryFilterSearch
  /** The query of the page's URL. */
  url: Search
  facets: MemoryFacets
  /** The page of the list. */
  path: string
}

const { active: ACTIVE, ...OTHER_STATUSES } = STATUS_WORDS

/** The types and statuses of the memories in the list, with how many there are. */
export function MemoryFacetLinks({ search: { type, status }, url, facets: { values, incomplete }, path }: MemoryFacetsProps) {
  const areTypesCounted = !incomplete.has('type')
  const types = areTypesCounted ? countsOf(values.type) : {}
  const { active = 0, ...others } = countsOf(values.status)
  const shownTypes = MEMORY_TYPES.filter((name) => !areTypesCounted || types[name] !== undefined || type.includes(name))
  return (
    <div className={clsx('my-3 flex flex-wrap gap-x-5 gap-y-2', FOLDED)}>
      <Facet
        label="Type"
        anyLabel="Any"
        words={Object.fromEntries(shownTypes.map((name) => [name, name]))}
        counts={{ ...types, '': sumOf(values.type) }}
        value={type}
        hrefOf={(choice) => withFilter(path, url, 'type', choice)}
      />
      <Facet
        label="Status"
        anyLabel={ACTIVE}
        words={{ ...OTHER_STATUSES, all: 'All' }}
        counts={{
          ...(!incomplete.has('status') && { superseded: 0, expired: 0, deleted: 0, ...others }),
          '': active,
          all: sumOf(values.status),
        }}
        value={status.join() === 'active' ? undefined : status}
        hrefOf={(choice) => withFilter(path, url, 'status', choice)}
      />
    </div>
  )
}

const countsOf = (values: FacetValue[]): Record<string, number> => Object.fromEntries(values.map(({ value, count }) => [value, count]))

/** How many memories there are with any value of a field that every memory has. */
const sumOf = (values: FacetValue[]) => values.reduce((sum, { count }) => sum + count, 0)

/** The list with another value of a filter, which the URL may have under another name. */
function withFilter(path: string, url: Search, name: keyof MemoryFilterSearch, value: string | undefined): string {
  const aliases = MEMORY_PAGE_SEARCH.aliases[name] ?? []
  return firstPageHref(path, url, { ...Object.fromEntries(aliases.map((alias) => [alias, undefined])), [name]: value })
}

interface MemoryChipsProps extends Omit<MemoryFacetsProps, 'path'> {
  zone: string
  place: ListPlace
}

/** The filters of the list of memories that are set, each with the URL of the list without it. */
export function memoryChips({ search, url, zone, facets, place }: MemoryChipsProps) {
  const { author } = facets.values
  const { q, agent_id, type, tags, source, by, session_id, status, trust, min_confidence } = fieldsOf(search)
  const writers = (kind: string, ids: string[]) => ids.map((id) => nameIn(author, `${kind} ${id}`, id)).join(', ') || undefined
  const withAliases = (name: keyof MemoryFilterSearch) => [name, ...(MEMORY_PAGE_SEARCH.aliases[name] ?? [])]
  return chipsOf(place.path, url, [
    ['Search', q, ...withAliases('q')],
    ['Agent', place.agentName === undefined ? agent_id : undefined, ...withAliases('agent_id')],
    ['Type', type, ...withAliases('type')],
    ['Tags', tags, 'tags'],
    ['Source', source, 'source'],
    ['Written by', by && nameIn(author, by), 'by'],
    ['Written with key', writers('key', search.key_id), 'key_id'],
    ['Written by person', writers('person', search.person_id), 'person_id'],
    ['Session', session_id, 'session_id'],
    ['Status', status && (status === 'all' ? 'All' : status), 'status'],
    ['Trust', trust !== undefined && !isReview(trust) ? (trust === 'all' ? 'All' : trust) : undefined, 'trust'],
    ['Confidence at least', min_confidence, 'min_confidence'],
    ['Time', timesInWords(search, zone), 'range', 'from', 'to', 'zone'],
    ['Stored', timesInWords({ from: search.created_after, to: search.created_before }, zone), 'created_after', 'created_before'],
  ])
}

const nameIn = (values: FacetValue[], wanted: string, otherwise = wanted) => values.find(({ value }) => value === wanted)?.name ?? otherwise
