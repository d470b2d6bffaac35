import { Button } from '@/app/_ui/button'
import { Disclosure } from '@/app/_ui/disclosure'
import { Input } from '@/app/_ui/field'
import { FilterForm } from '@/app/_ui/filter-form'
import { Filters } from '@/app/_ui/filters'
import { type FilterOption, optionsOf, SelectFilter } from '@/app/_ui/select-filter'
import { TextFilter } from '@/app/_ui/text-filter'
import { TimeRange } from '@/app/_ui/time-range'
import { timeFields } from '@/app/_ui/time-range-words'
import type { ListPlace } from '@/app/_url/list-place'
import { writeCommaList } from '@/lib/input/comma-list'
import type { MemoryFacets } from '@/lib/memory-search/facets'
import type { ActorChoices } from '@/lib/teams/actor-choices'
import { AgentField } from '../agent-field'
import { fieldsOf, type MemoryFilterSearch } from './search'

interface MemoryFiltersProps {
  search: MemoryFilterSearch
  zone: string
  facets: MemoryFacets
  /** The people and keys of the team: choices besides those who wrote the memories that were counted. */
  actors: ActorChoices | undefined
  place: ListPlace
}

const RARE_FILTERS = ['tags', 'source', 'min_confidence'] as const
const CONFIDENCES = { '0.5': 'at least 0.5', '0.8': 'at least 0.8', '0.9': 'at least 0.9' }

/** The search and the filters of the list of memories. Those that are not here have their choices in sight, or are set by links. */
export function MemoryFilters({ search, zone, facets, actors, place }: MemoryFiltersProps) {
  const { q, agent_id, by, tags, source, min_confidence, range, from, to, ...others } = fieldsOf(search)
  const areRareOpen = RARE_FILTERS.some((name) => fieldsOf(search)[name] !== undefined)
  return (
    <FilterForm
      action={place.path}
      values={{ q, agent_id, by, tags, source, min_confidence, ...timeFields(search, zone) }}
      kept={others}
      className="grid grid-cols-[minmax(0,1fr)] gap-3"
    >
      <div className="flex gap-2">
        <Input
          name="q"
          type="search"
          aria-label="Search memories"
          defaultValue={q}
          maxLength={1000}
          placeholder={`Search as ${place.agentName ?? 'an agent'} would: how does Ada want to be reached`}
        />
        <Button type="submit" kind="primary">
          Search
        </Button>
      </div>
      <Filters className="">
        <div className="flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2 sm:[&_select]:max-w-48">
          {place.agentName === undefined && <AgentField value={agent_id} />}
          <SelectFilter name="by" label="Written by" value={by} options={authorOptions(facets, actors)} />
          <TimeRange range={search.range} from={search.from} to={search.to} zone={zone} />
        </div>
        <Disclosure as="part" kind="quiet" size="small" label="More filters" isOpen={areRareOpen} className="-ml-2">
          <div className="flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2 sm:[&_select]:max-w-48">
            <TextFilter
              name="tags"
              label="Tags (all of them)"
              value={tags}
              options={valuesOf('tag', facets, (tag) => writeCommaList([tag]))}
            />
            {/* Where sources may be missing, others can be typed. */}
            {facets.incomplete.has('source') ? (
              <TextFilter name="source" label="Source" value={source} options={valuesOf('source', facets)} />
            ) : (
              <SelectFilter name="source" label="Source" value={source} options={valuesOf('source', facets)} />
            )}
            <SelectFilter name="min_confidence" label="Confidence" value={min_confidence} options={optionsOf(CONFIDENCES)} />
          </div>
        </Disclosure>
      </Filters>
    </FilterForm>
  )
}

/** The most frequent values of a field as options, with their numbers if all were counted. */
function valuesOf(
  field: keyof MemoryFacets['values'],
  { values, incomplete }: MemoryFacets,
  write = (value: string) => value,
): FilterOption[] {
  const isCounted = !incomplete.has(field)
  return values[field].map(({ value, name, count }) => ({ value: write(value), words: isCounted ? `${name} (${count})` : name }))
}

/** Those who wrote memories, and the other people and keys of the team if not all memories were counted. */
function authorOptions(facets: MemoryFacets, actors: ActorChoices | undefined): FilterOption[] {
  const writers = valuesOf('author', facets)
  const others = [...(actors?.people ?? []), ...(actors?.keys ?? [])].map(({ kind, id, name }) => ({ value: `${kind} ${id}`, words: name }))
  return [...writers, ...others.filter(({ value }) => !writers.some((writer) => writer.value === value))]
}
