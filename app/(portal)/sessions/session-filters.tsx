import { Facet } from '@/app/_ui/facet'
import { FilterForm } from '@/app/_ui/filter-form'
import { Filters } from '@/app/_ui/filters'
import { SelectFilter } from '@/app/_ui/select-filter'
import { SortFilter } from '@/app/_ui/sort-filter'
import { TimeRange } from '@/app/_ui/time-range'
import { timeFields, timesInWords } from '@/app/_ui/time-range-words'
import { chipsOf } from '@/app/_url/filter-chips'
import type { ListPlace } from '@/app/_url/list-place'
import { firstPageHref, type Search } from '@/app/_url/search'
import { canBeSorted, type countSessionFacets } from '@/lib/sessions/read'
import type { ActorChoices } from '@/lib/teams/actor-choices'
import { actorGroups } from '../actor-options'
import { AgentField } from '../agent-field'
import type { SessionSearch } from './search'
import { END_WORDS } from './state-badge'

const STATES = { active: 'Active', expiring: 'Expiring soon', inactive: 'Inactive' } as const

const SORTS = { newest: 'Newest', oldest: 'Oldest' }
const ACTIVE_SORTS = { ...SORTS, expires: 'Time left' }

interface SessionFiltersProps {
  search: SessionSearch
  url: Search
  zone: string
  counts: Awaited<ReturnType<typeof countSessionFacets>>
  actors: ActorChoices
  place: ListPlace
}

/** The filters of the list of sessions. */
export function SessionFilters({ search, url, zone, counts, actors, place }: SessionFiltersProps) {
  const { agent_id, status, end_reason, opened_by, range, from, to, sort } = search
  const hrefOf = (name: string) => (choice: string | undefined) => firstPageHref(place.path, url, { [name]: choice })
  return (
    <Filters>
      <FilterForm
        action={place.path}
        values={{ agent_id, opened_by, ...timeFields(search, zone), sort }}
        kept={{ status, end_reason }}
        defaults={{ sort: 'newest' }}
        className="flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2 sm:[&_select]:max-w-48"
      >
        {place.agentName === undefined && <AgentField value={agent_id} />}
        <SelectFilter name="opened_by" label="Opened by" value={opened_by} options={[]} groups={actorGroups(actors)} />
        <TimeRange range={range} from={from} to={to} zone={zone} />
        <SortFilter value={sort} words={canBeSorted('expires', { status }) ? ACTIVE_SORTS : SORTS} />
      </FilterForm>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        <Facet label="State" anyLabel="Any" words={STATES} counts={counts.status} value={status} hrefOf={hrefOf('status')} />
        <Facet
          label="End reason"
          anyLabel="Any"
          words={END_WORDS}
          counts={counts.endReason}
          value={end_reason}
          hrefOf={hrefOf('end_reason')}
        />
      </div>
    </Filters>
  )
}

interface SessionChipsProps extends Pick<SessionFiltersProps, 'search' | 'url' | 'zone'> {
  /** The name of who opened the sessions. */
  openedBy: string | undefined
  /** The page of the list. */
  path: string
}

/** The filters of the list of sessions that are set, each with the URL of the list without it. */
export function sessionChips({ search, url, zone, openedBy, path }: SessionChipsProps) {
  const { status, agent_id, end_reason } = search
  return chipsOf(path, url, [
    ['State', status && STATES[status], 'status'],
    ['Agent', agent_id, 'agent_id'],
    ['End reason', end_reason && END_WORDS[end_reason], 'end_reason'],
    ['Opened by', openedBy, 'opened_by'],
    ['Time', timesInWords(search, zone), 'range', 'from', 'to', 'zone'],
  ])
}
