import { Facet } from '@/app/_ui/facet'
import { Input, Select } from '@/app/_ui/field'
import { FilterForm } from '@/app/_ui/filter-form'
import { FilterField } from '@/app/_ui/time-range'
import type { countAgentFacets } from '@/lib/agents/read'
import { paths } from '@/lib/paths'
import { KINDS, STATUSES } from './filter-words'

interface AgentFiltersProps {
  filters: { q?: string | undefined; status?: string | undefined; pattern?: string | undefined; sort: string }
  counts: Awaited<ReturnType<typeof countAgentFacets>>
}

/** The filters of the list of agents. */
export function AgentFilters({ filters: { q, status, pattern, sort }, counts }: AgentFiltersProps) {
  return (
    <FilterForm
      action={paths.agents}
      values={{ q, status, pattern, sort }}
      defaults={{ sort: 'created' }}
      className="mb-4 flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2"
    >
      <FilterField label="Search">
        <Input name="q" type="search" defaultValue={q} maxLength={200} placeholder="Id or description" />
      </FilterField>
      <Facet name="status" label="Status" anyLabel="All" words={STATUSES} counts={counts.status} value={status} />
      <Facet name="pattern" label="Kind" anyLabel="All" words={KINDS} counts={counts.pattern} value={pattern} />
      <FilterField label="Sort by">
        <Select name="sort" defaultValue={sort}>
          <option value="created">Newest</option>
          <option value="name">Name</option>
          <option value="last_session">Last session</option>
        </Select>
      </FilterField>
    </FilterForm>
  )
}
