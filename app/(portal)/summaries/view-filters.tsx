import Form from 'next/form'
import type { ReactNode } from 'react'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { FilterField, TimeRange } from '@/app/_ui/time-range'
import { END_WORDS } from '../sessions/state-badge'
import { type GroupSearch, rangeOf } from './search'

interface ViewFiltersProps {
  path: string
  search: GroupSearch
  zone: string
  /** More fields. */
  children?: ReactNode
}

/** The filters of a view of the summaries. */
export function ViewFilters({ path, search, zone, children }: ViewFiltersProps) {
  return (
    <Form action={path} role="search" className="mb-6 flex flex-wrap items-end gap-3">
      <FilterField label="Agent">
        <AgentInput name="agent_id" value={search.agent_id} placeholder="Any" />
      </FilterField>
      <FilterField label="End reason">
        <Select name="end_reason" defaultValue={search.end_reason ?? ''}>
          <option value="">Any</option>
          {Object.entries(END_WORDS).map(([reason, word]) => (
            <option key={reason} value={reason}>
              {word}
            </option>
          ))}
        </Select>
      </FilterField>
      <TimeRange range={rangeOf(search)} from={search.from} to={search.to} zone={zone} isRequired />
      {children}
      <Button type="submit">Apply</Button>
      <ButtonLink href={path} kind="quiet">
        Clear
      </ButtonLink>
    </Form>
  )
}

/** A field for the id of an agent. */
export function AgentInput({ name, value, placeholder }: { name: string; value: string | undefined; placeholder: string }) {
  return <Input name={name} defaultValue={value} maxLength={64} placeholder={placeholder} spellCheck={false} className="w-44" />
}
