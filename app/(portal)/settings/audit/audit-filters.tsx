import { FilterForm } from '@/app/_ui/filter-form'
import { Filters } from '@/app/_ui/filters'
import { optionsOf, SelectFilter } from '@/app/_ui/select-filter'
import { TextFilter } from '@/app/_ui/text-filter'
import { TimeRange } from '@/app/_ui/time-range'
import { timeFields, timesInWords } from '@/app/_ui/time-range-words'
import { chipsOf } from '@/app/_url/filter-chips'
import type { Search } from '@/app/_url/search'
import { paths } from '@/lib/paths'
import type { ActorChoices } from '@/lib/teams/actor-choices'
import { actorName, keyOptions } from '../../actor-options'
import type { AuditSearch } from './search'

const KINDS: Record<string, string> = {
  key: 'API keys',
  member: 'Members',
  invite: 'Invites',
  person: 'Sign-ins and passwords',
  team: 'Team settings',
  agent: 'Agents',
  session: 'Sessions',
  memory: 'Memories',
  memories: 'Memory exports and imports',
  sessions: 'Session exports',
  summaries: 'Summary exports',
  audit: 'Audit log exports',
}

interface AuditFiltersProps {
  search: AuditSearch
  zone: string
  actors: ActorChoices
}

/** The filters of the audit log. */
export function AuditFilters({ search, zone, actors }: AuditFiltersProps) {
  const { action, who, target, key, range, from, to } = search
  return (
    <Filters>
      <FilterForm
        action={paths.audit}
        values={{ action, who, target, key, ...timeFields(search, zone) }}
        className="flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2 sm:[&_select]:max-w-48"
      >
        <SelectFilter name="action" label="What" anyLabel="Everything" value={action} options={optionsOf(KINDS)} />
        <TextFilter name="who" label="Who" value={who} placeholder="Name or id" options={namesOf(actors)} />
        <TextFilter name="target" label="Target" value={target} placeholder="Name or id" />
        <SelectFilter name="key" label="By or about key" value={key} options={keyOptions(actors)} />
        <TimeRange range={range} from={from} to={to} zone={zone} />
      </FilterForm>
    </Filters>
  )
}

/** The words of a kind; of an action that somebody wrote into the URL, its code. */
const kindInWords = (kind: string) => (Object.hasOwn(KINDS, kind) && KINDS[kind]) || kind

/** The names of people and keys, each once. */
const namesOf = ({ people, keys }: ActorChoices) =>
  [...new Set([...people, ...keys].map(({ name }) => name))].map((name) => ({ value: name, words: name }))

/** The filters of the audit log that are set, each with the URL of the log without it. */
export const auditChips = (search: AuditSearch, url: Search, zone: string, actors: ActorChoices) =>
  chipsOf(paths.audit, url, [
    ['What', search.action && kindInWords(search.action), 'action'],
    ['Who', actorName(actors, search.who), 'who'],
    ['Target', actorName(actors, search.target), 'target'],
    ['Key', actorName(actors, search.key), 'key'],
    ['Time', timesInWords(search, zone), 'range', 'from', 'to', 'zone'],
  ])
