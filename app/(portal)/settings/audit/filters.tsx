import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { Labelled, TimeRange } from '@/app/_ui/time-range'
import { type Search, textOf } from '@/lib/http/search'
import { paths } from '@/lib/paths'

const KINDS = {
  key: 'API keys',
  member: 'Members',
  invite: 'Invites',
  person: 'Passwords',
  team: 'Team and policy',
  agent: 'Agents',
  session: 'Sessions',
  memory: 'Memories',
}

/** A plain form: what it asks for is in the address, to be sent to a colleague. */
export function Filters({ search }: { search: Search }) {
  const action = textOf(search.action) ?? ''
  return (
    <form action={paths.audit} className="mb-4 flex flex-wrap items-end gap-3">
      <Labelled label="What">
        <Select name="action" defaultValue={action}>
          <option value="">Everything</option>
          {action !== '' && !(action in KINDS) && <option value={action}>{action}</option>}
          {Object.entries(KINDS).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </Select>
      </Labelled>
      <Labelled label="Who">
        <Input name="who" defaultValue={textOf(search.who)} placeholder="Name or id" className="w-40" />
      </Labelled>
      <Labelled label="Target">
        <Input name="target" defaultValue={textOf(search.target)} placeholder="Name or id" className="w-40" />
      </Labelled>
      <TimeRange range={textOf(search.range)} from={textOf(search.from)} to={textOf(search.to)} />
      <Button type="submit">Filter</Button>
      {Object.values(search).some((value) => textOf(value) !== undefined) && (
        <ButtonLink kind="quiet" href={paths.audit}>
          Clear
        </ButtonLink>
      )}
    </form>
  )
}
