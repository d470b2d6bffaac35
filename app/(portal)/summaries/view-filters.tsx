import Form from 'next/form'
import type { ReactNode } from 'react'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Input } from '@/app/_ui/field'
import { FilterField, TimeRange } from '@/app/_ui/time-range'
import { EndReasonField } from './end-reason-field'
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
      <EndReasonField value={search.end_reason} />
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
