import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Facet } from '@/app/_ui/facet'
import { Input } from '@/app/_ui/field'
import { FilterField, TimeRange } from '@/app/_ui/time-range'
import { paths } from '@/lib/paths'
import type { countSessionFacets } from '@/lib/sessions/read'
import { isFiltered, type SessionSearch } from './search'
import { END_WORDS } from './state-badge'

const STATES = { active: 'Active', expiring: 'Expiring soon', inactive: 'Inactive' } as const

interface SessionFiltersProps {
  search: SessionSearch
  zone: string
  counts: Awaited<ReturnType<typeof countSessionFacets>>
}

/** The filters of the list of sessions. */
export function SessionFilters({ search, zone, counts }: SessionFiltersProps) {
  const { agent_id, status, end_reason, opened_by, range, from, to } = search
  return (
    <Form action={paths.sessions} role="search" className="mb-4 flex flex-wrap items-end gap-3">
      <Facet name="status" label="State" anyLabel="Any" words={STATES} counts={counts.status} value={status} />
      <FilterField label="Agent">
        <Input name="agent_id" defaultValue={agent_id} maxLength={64} placeholder="Any" spellCheck={false} className="w-44" />
      </FilterField>
      <Facet name="end_reason" label="End reason" anyLabel="Any" words={END_WORDS} counts={counts.endReason} value={end_reason} />
      <FilterField label="Opened by">
        <Input
          name="opened_by"
          defaultValue={opened_by}
          maxLength={64}
          placeholder="Key or person id"
          spellCheck={false}
          className="w-40"
        />
      </FilterField>
      <TimeRange range={range} from={from} to={to} zone={zone} />
      <Button type="submit">Apply</Button>
      {isFiltered(search) && (
        <ButtonLink href={paths.sessions} kind="quiet">
          Clear
        </ButtonLink>
      )}
    </Form>
  )
}
