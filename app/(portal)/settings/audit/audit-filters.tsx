import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { FilterField, TimeRange } from '@/app/_ui/time-range'
import { paths } from '@/lib/paths'
import type { AuditSearch } from './search'

const KINDS = {
  key: 'API keys',
  member: 'Members',
  invite: 'Invites',
  person: 'Sign-ins and passwords',
  team: 'Team settings',
  agent: 'Agents',
  session: 'Sessions',
  memory: 'Memories',
  sessions: 'Session exports',
  audit: 'Audit log exports',
}

/** The filters of the audit log. They are in the URL, so that a link shows the same entries. */
export function AuditFilters({ search, zone }: { search: AuditSearch; zone: string }) {
  const { action = '', who, target, range, from, to } = search
  return (
    <form action={paths.audit} className="mb-4 flex flex-wrap items-end gap-3">
      <FilterField label="What">
        <Select name="action" defaultValue={action}>
          <option value="">Everything</option>
          {action !== '' && !(action in KINDS) && <option value={action}>{action}</option>}
          {Object.entries(KINDS).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </Select>
      </FilterField>
      <FilterField label="Who">
        <Input name="who" defaultValue={who} placeholder="Name or id" className="w-40" />
      </FilterField>
      <FilterField label="Target">
        <Input name="target" defaultValue={target} placeholder="Name or id" className="w-40" />
      </FilterField>
      <TimeRange range={range} from={from} to={to} zone={zone} />
      <Button type="submit">Filter</Button>
      {Object.values(search).some((value) => value !== undefined && value !== '') && (
        <ButtonLink kind="quiet" href={paths.audit}>
          Clear
        </ButtonLink>
      )}
    </form>
  )
}
