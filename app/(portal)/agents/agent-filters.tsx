import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Facet } from '@/app/_ui/facet'
import { Input, Select } from '@/app/_ui/field'
import { FilterField } from '@/app/_ui/time-range'
import type { countAgentFacets } from '@/lib/agents/read'
import { paths } from '@/lib/paths'

const STATUSES = { active: 'Active', inactive: 'Inactive' } as const
const PATTERNS = { support: 'Support', project: 'Project', tool: 'Tool' } as const

interface AgentFiltersProps {
  filters: { q?: string | undefined; status?: string | undefined; pattern?: string | undefined; sort: string }
  isFiltered: boolean
  counts: Awaited<ReturnType<typeof countAgentFacets>>
}

/** The filters of the list of agents. */
export function AgentFilters({ filters: { q, status, pattern, sort }, isFiltered, counts }: AgentFiltersProps) {
  return (
    <Form action={paths.agents} role="search" className="mb-4 flex flex-wrap items-end gap-2">
      <FilterField label="Search">
        <Input name="q" type="search" defaultValue={q} maxLength={200} placeholder="Id or description" />
      </FilterField>
      <Facet name="status" label="Status" anyLabel="All" words={STATUSES} counts={counts.status} value={status} />
      <Facet name="pattern" label="Kind" anyLabel="All" words={PATTERNS} counts={counts.pattern} value={pattern} />
      <FilterField label="Sort by">
        <Select name="sort" defaultValue={sort}>
          <option value="created">Newest</option>
          <option value="name">Name</option>
          <option value="last_session">Last session</option>
        </Select>
      </FilterField>
      <Button type="submit">Apply</Button>
      {isFiltered && (
        <ButtonLink href={paths.agents} kind="quiet">
          Clear
        </ButtonLink>
      )}
    </Form>
  )
}
