import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { FilterField, TimeRange } from '@/app/_ui/time-range'
import { paths } from '@/lib/paths'
import { END_WORDS } from '../sessions/state-badge'
import { rangeOf, type SummarySearch } from './search'

/** The filters of the summaries. */
export function SummaryFilters({ search, zone }: { search: SummarySearch; zone: string }) {
  return (
    <Form action={paths.summaries} role="search" className="mb-6 flex flex-wrap items-end gap-3">
      <FilterField label="Agent">
        <Input name="agent_id" defaultValue={search.agent_id} maxLength={64} placeholder="Any" spellCheck={false} className="w-44" />
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
      <Button type="submit">Apply</Button>
      <ButtonLink href={paths.summaries} kind="quiet">
        Clear
      </ButtonLink>
    </Form>
  )
}
