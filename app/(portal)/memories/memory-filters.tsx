import Form from 'next/form'
import type { ReactNode } from 'react'
import { Button } from '@/app/_ui/button'
import { Facet } from '@/app/_ui/facet'
import { Input, Select } from '@/app/_ui/field'
import { FilterField, TimeRange } from '@/app/_ui/time-range'
import { writeCommaList } from '@/lib/input/comma-list'
import { MEMORY_TYPES } from '@/lib/memories/rules'
import type { FacetValue, MemoryFacets } from '@/lib/memory-search/facets'
import { paths } from '@/lib/paths'
import { STATUS_WORDS } from './memory-row'
import { filtersIn, type MemoryFilterSearch } from './search'

interface MemoryFiltersProps {
  search: MemoryFilterSearch
  zone: string
  facets: MemoryFacets
}

const RARE_FILTERS = ['tags', 'source', 'by', 'status', 'min_confidence'] as const

/** The search and the filters of the list of memories. Each choice says how many memories it leaves. */
export function MemoryFilters({ search, zone, facets: { values } }: MemoryFiltersProps) {
  const { q, agent_id, type, range, from, to } = search
  const areRareOpen = filtersIn(search).some((name) => (RARE_FILTERS as readonly string[]).includes(name))
  return (
    <Form action={paths.memories} role="search" className="mb-3 grid grid-cols-[minmax(0,1fr)] gap-3">
      <KeptFilters search={search} />
      <div className="flex gap-2">
        <Input
          name="q"
          type="search"
          aria-label="Search memories"
          defaultValue={q}
          maxLength={1000}
          placeholder="Search as an agent would: how does Ada want to be reached"
        />
        <Button type="submit" kind="primary">
          Search
        </Button>
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Facet name="type" label="Type" anyLabel="Any" words={TYPE_WORDS} counts={countsOf(values.type, MEMORY_TYPES)} value={type[0]} />
        <TextFilter name="agent_id" label="Agent" value={writeCommaList(agent_id)} choices={values.agent} />
        <TimeRange range={range} from={from} to={to} zone={zone} />
        <Button type="submit">Apply</Button>
      </div>
      <details open={areRareOpen}>
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-xs text-soft hover:text-ink">More filters</summary>
        <div className="mt-2 flex flex-wrap items-end gap-3">
          <RareFilters search={search} values={values} />
        </div>
      </details>
    </Form>
  )
}

const TYPE_WORDS = Object.fromEntries(MEMORY_TYPES.map((type) => [type, type]))

/** Filters that have no field here, and so must be sent along. */
function KeptFilters({ search: { trust, session_id } }: { search: MemoryFilterSearch }) {
  const isReview = trust.join() !== 'trusted,unreviewed'
  return (
    <>
      {isReview && <input type="hidden" name="trust" value={trust.join(',')} />}
      {session_id.length > 0 && <input type="hidden" name="session_id" value={session_id.join(',')} />}
    </>
  )
}

function RareFilters({ search, values }: { search: MemoryFilterSearch; values: MemoryFacets['values'] }) {
  const { tags, source, by, status, min_confidence } = search
  return (
    <>
      <TextFilter name="tags" label="Tags (all of them)" value={writeCommaList(tags)} choices={values.tag} />
      <Choice name="source" label="Source" value={writeCommaList(source)} choices={values.source} />
      <Choice name="by" label="Written by" value={by} choices={values.author} />
      <Facet
        name="status"
        label="Status"
        anyLabel="Active"
        words={{ ...OTHER_STATUSES, all: 'Any' }}
        counts={countsOf(values.status, Object.keys(OTHER_STATUSES))}
        value={status.join() === 'active' ? undefined : status[0]}
      />
      <FilterField label="Confidence">
        <Select name="min_confidence" defaultValue={min_confidence || ''}>
          <option value="">Any</option>
          {[0.5, 0.8, 0.9].map((least) => (
            <option key={least} value={least}>
              at least {least}
            </option>
          ))}
        </Select>
      </FilterField>
    </>
  )
}

const { active: _active, ...OTHER_STATUSES } = STATUS_WORDS

/** The counts of all choices; those that no memory has are not among the values. */
const countsOf = (values: FacetValue[], choices: readonly string[]): Record<string, number> => ({
  ...Object.fromEntries(choices.map((choice) => [choice, 0])),
  ...Object.fromEntries(values.map(({ value, count }) => [value, count])),
})

interface ValueFilterProps {
  name: string
  label: string
  value: string | undefined
  choices: FacetValue[]
}

/** A filter that offers the most frequent values and takes others. */
function TextFilter({ name, label, value, choices }: ValueFilterProps): ReactNode {
  return (
    <FilterField label={label}>
      <Input name={name} defaultValue={value} list={`${name}-choices`} placeholder="Any" spellCheck={false} className="w-44" />
      <datalist id={`${name}-choices`}>
        {choices.map((choice) => (
          <option key={choice.value} dir="auto" value={writeCommaList([choice.value])}>
            {`${choice.name} (${choice.count})`}
          </option>
        ))}
      </datalist>
    </FilterField>
  )
}

/** A filter with the most frequent values. */
function Choice({ name, label, value = '', choices }: ValueFilterProps): ReactNode {
  const isListed = value === '' || choices.some((choice) => choice.value === value)
  return (
    <FilterField label={label}>
      <Select name={name} defaultValue={value} className="max-w-56">
        <option value="">Any</option>
        {!isListed && (
          <option dir="auto" value={value}>
            {value}
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.value} dir="auto" value={choice.value}>
            {`${choice.name} (${choice.count})`}
          </option>
        ))}
      </Select>
    </FilterField>
  )
}
