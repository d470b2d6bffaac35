import { Facet } from '@/app/_ui/facet'
import { Input } from '@/app/_ui/field'
import { FilterField } from '@/app/_ui/filter-field'
import { FilterForm } from '@/app/_ui/filter-form'
import { Filters } from '@/app/_ui/filters'
import { SortFilter } from '@/app/_ui/sort-filter'
import { firstPageHref, type Search } from '@/app/_url/search'
import type { countAgentFacets } from '@/lib/agents/read'
import { paths } from '@/lib/paths'
import { KINDS, STATUSES } from './filter-words'

const SORTS = { created: 'Newest', name: 'Name', last_session: 'Last session' }

interface AgentFiltersProps {
  filters: { q?: string | undefined; status?: string | undefined; pattern?: string | undefined; sort: string }
  url: Search
  counts: Awaited<ReturnType<typeof countAgentFacets>>
}

/** The filters of the list of agents. */
export function AgentFilters({ filters: { q, status, pattern, sort }, url, counts }: AgentFiltersProps) {
  const hrefOf = (name: string) => (choice: string | undefined) => firstPageHref(paths.agents, url, { [name]: choice })
  return (
    <Filters>
      <FilterForm
        action={paths.agents}
        values={{ q, sort }}
        kept={{ status, pattern }}
        defaults={{ sort: 'created' }}
        className="flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2"
      >
        <FilterField label="Search">
          <Input name="q" type="search" defaultValue={q} maxLength={200} placeholder="Id or description" />
        </FilterField>
        <SortFilter value={sort} words={SORTS} />
      </FilterForm>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        <Facet label="Status" anyLabel="All" words={STATUSES} counts={counts.status} value={status} hrefOf={hrefOf('status')} />
        <Facet label="Kind" anyLabel="All" words={KINDS} counts={counts.pattern} value={pattern} hrefOf={hrefOf('pattern')} />
      </div>
    </Filters>
  )
}
