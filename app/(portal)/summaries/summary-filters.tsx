import type { ReactNode } from 'react'
import { FilterChips } from '@/app/_ui/filter-chips'
import { FilterForm } from '@/app/_ui/filter-form'
import { Filters } from '@/app/_ui/filters'
import { optionsOf, SelectFilter } from '@/app/_ui/select-filter'
import { TimeRange } from '@/app/_ui/time-range'
import { timeFields } from '@/app/_ui/time-range-words'
import { chipsOf } from '@/app/_url/filter-chips'
import type { Search } from '@/app/_url/search'
import type { ActorChoices } from '@/lib/teams/actor-choices'
import { actorGroups, actorName } from '../actor-options'
import { AgentField } from '../agent-field'
import { END_WORDS } from '../sessions/state-badge'
import { rangeOf, type SummaryFilterSearch } from './search'

interface SummaryFiltersProps {
  path: string
  search: SummaryFilterSearch
  /** The query of the page's URL. */
  url: Search
  zone: string
  actors: ActorChoices
  /** Who opened the sessions that are shown, with their names. */
  openers?: { id: string; name: string }[]
  /** More fields, with their values, and those that the URL does not need. */
  children?: ReactNode
  values?: Record<string, string | undefined>
  defaults?: Record<string, string>
}

/** The filters of a view of the summaries, and those that are set. The time range always is. */
export function SummaryFilters({ path, search, url, zone, actors, openers, values, defaults, children }: SummaryFiltersProps) {
  const { agent_id, end_reason, opened_by, from, to } = search
  const range = rangeOf(search)
  const chips = chipsOf(path, url, [
    ['Agent', agent_id, 'agent_id'],
    ['End reason', end_reason && END_WORDS[end_reason], 'end_reason'],
    ['Opened by', actorName(actors, opened_by, openers), 'opened_by'],
  ])
  return (
    <>
      <Filters>
        <FilterForm
          action={path}
          values={{ agent_id, end_reason, opened_by, ...timeFields({ range, from, to }, zone), ...values }}
          defaults={{ range: '30d', ...defaults }}
          className="flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2 sm:[&_select]:max-w-48"
        >
          <AgentField value={agent_id} />
          <SelectFilter name="end_reason" label="End reason" value={end_reason} options={optionsOf(END_WORDS)} />
          <SelectFilter name="opened_by" label="Opened by" value={opened_by} options={[]} groups={actorGroups(actors)} />
          <TimeRange range={range} from={from} to={to} zone={zone} isRequired />
          {children}
        </FilterForm>
      </Filters>
      <div className="mb-4 empty:hidden">
        <FilterChips chips={chips} clearHref={path} />
      </div>
    </>
  )
}
