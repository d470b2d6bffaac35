import { Facet } from '@/app/_ui/facet'
import { Input } from '@/app/_ui/field'
import { FilterForm } from '@/app/_ui/filter-form'
import { FilterField, TimeRange } from '@/app/_ui/time-range'
import { timeFields, timesInWords } from '@/app/_ui/time-range-words'
import { hrefWith, type Search } from '@/app/_url/search'
import { paths } from '@/lib/paths'
import type { countSessionFacets } from '@/lib/sessions/read'
import { AgentField } from '../agent-field'
import type { SessionSearch } from './search'
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
    <FilterForm
      action={paths.sessions}
      values={{ agent_id, status, end_reason, opened_by, ...timeFields(search, zone) }}
      className="mb-4 flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2 sm:[&_select]:max-w-40"
    >
      <Facet name="status" label="State" anyLabel="Any" words={STATES} counts={counts.status} value={status} />
      <AgentField value={agent_id} />
      <Facet name="end_reason" label="End reason" anyLabel="Any" words={END_WORDS} counts={counts.endReason} value={end_reason} />
      <FilterField label="Opened by">
        <Input
          name="opened_by"
          defaultValue={opened_by}
          maxLength={64}
          placeholder="Key or person id"
          spellCheck={false}
          className="sm:w-40"
        />
      </FilterField>
      <TimeRange range={range} from={from} to={to} zone={zone} />
    </FilterForm>
  )
}

/** The filters of the list of sessions that are set, each with the URL of the list without it. */
export function sessionChips(search: SessionSearch, zone: string, url: Search) {
  const without = (...names: string[]) =>
    hrefWith(paths.sessions, { ...url, peek: undefined, cursor: undefined }, Object.fromEntries(names.map((name) => [name, undefined])))
  const { status, agent_id, end_reason, opened_by } = search
  const times = timesInWords(search, zone)
  return [
    ...(status ? [{ label: 'State', value: STATES[status], href: without('status') }] : []),
    ...(agent_id ? [{ label: 'Agent', value: agent_id, href: without('agent_id') }] : []),
    ...(end_reason ? [{ label: 'End reason', value: END_WORDS[end_reason], href: without('end_reason') }] : []),
    ...(opened_by ? [{ label: 'Opened by', value: opened_by, href: without('opened_by') }] : []),
    ...(times ? [{ label: 'Time', value: times, href: without('range', 'from', 'to', 'zone') }] : []),
  ]
}
