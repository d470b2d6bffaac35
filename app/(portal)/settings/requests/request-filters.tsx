import { Facet } from '@/app/_ui/facet'
import { Input } from '@/app/_ui/field'
import { FilterField } from '@/app/_ui/filter-field'
import { FilterForm } from '@/app/_ui/filter-form'
import { Filters } from '@/app/_ui/filters'
import { SelectFilter } from '@/app/_ui/select-filter'
import { TimeRange } from '@/app/_ui/time-range'
import { timeFields, timesInWords } from '@/app/_ui/time-range-words'
import { chipsOf } from '@/app/_url/filter-chips'
import { firstPageHref, type Search } from '@/app/_url/search'
import { OPERATIONS } from '@/lib/api/operations'
import { paths } from '@/lib/paths'
import type { countRequests } from '@/lib/request-log/read'
import type { ActorChoices } from '@/lib/teams/actor-choices'
import { keyOptions } from '../../actor-options'
import { AgentField } from '../../agent-field'
import type { RequestSearch } from './search'

const STATUS_WORDS = {
  success: 'Succeeded',
  error: 'All errors',
  client_error: 'Caller’s errors (4xx)',
  server_error: 'Server’s errors (5xx)',
}

/** Operations that need a key or a session token: only their calls belong to a team. */
const CALLS = OPERATIONS.filter(({ security }) => security.kind !== 'none').map(({ method, path }) => ({
  value: `${method} ${path}`,
  words: callInWords(`${method} ${path}`),
}))

function callInWords(call: string): string {
  return call.replace('/api/v2', '')
}

interface RequestFiltersProps {
  search: RequestSearch
  url: Search
  zone: string
  counts: Awaited<ReturnType<typeof countRequests>>
  actors: ActorChoices
}

/** The filters of the request log. */
export function RequestFilters({ search, url, zone, counts, actors }: RequestFiltersProps) {
  const { status, call, key, agent, request_id, range, from, to } = search
  return (
    <Filters>
      <FilterForm
        action={paths.requests}
        values={{ request_id, call, key, agent, ...timeFields(search, zone) }}
        kept={{ status }}
        className="flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2"
      >
        <FilterField label="Request id or code">
          <Input
            name="request_id"
            defaultValue={request_id}
            maxLength={64}
            placeholder="req_…"
            spellCheck={false}
            className="font-mono sm:w-48"
          />
        </FilterField>
        <SelectFilter name="call" label="Call" value={call} options={CALLS} className="sm:max-w-52" />
        <SelectFilter name="key" label="Key" value={key} options={keyOptions(actors)} className="sm:max-w-40" />
        <AgentField name="agent" value={agent} />
        <TimeRange range={range} from={from} to={to} zone={zone} />
      </FilterForm>
      <Facet
        label="Outcome"
        anyLabel="Any"
        words={STATUS_WORDS}
        counts={counts}
        value={status}
        hrefOf={(choice) => firstPageHref(paths.requests, url, { status: choice })}
      />
    </Filters>
  )
}

/** The filters of the request log that are set, each with the URL of the log without it. */
export const requestChips = (search: RequestSearch, url: Search, zone: string, keyName: string | undefined) =>
  chipsOf(paths.requests, url, [
    ['Request', search.request_id, 'request_id'],
    ['Outcome', search.status && STATUS_WORDS[search.status], 'status'],
    ['Call', search.call && callInWords(search.call), 'call'],
    ['Key', keyName, 'key'],
    ['Agent', search.agent, 'agent'],
    ['Time', timesInWords(search, zone), 'range', 'from', 'to', 'zone'],
  ])
