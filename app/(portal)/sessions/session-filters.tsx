import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { Labelled, TimeRange } from '@/app/_ui/time-range'
import { paths } from '@/lib/paths'
import { isFiltered, type SessionSearch } from '@/lib/sessions/search'
import { END_WORDS } from './state-badge'

const STATES = { active: 'Active', expiring: 'Expiring soon', inactive: 'Inactive' } as const

export function SessionFilters({ asked }: { asked: SessionSearch }) {
  const { agent_id, status, end_reason, range, from, to } = asked
  return (
    <Form action={paths.sessions} role="search" className="mb-4 flex flex-wrap items-end gap-3">
      <Choice name="status" label="State" words={STATES} value={status} />
      <Labelled label="Agent">
        <Input name="agent_id" defaultValue={agent_id} maxLength={64} placeholder="Any" spellCheck={false} className="w-44" />
      </Labelled>
      <Choice name="end_reason" label="End reason" words={END_WORDS} value={end_reason} />
      <TimeRange range={range} from={from?.toISOString()} to={to?.toISOString()} />
      <Button type="submit">Apply</Button>
      {isFiltered(asked) && (
        <ButtonLink href={paths.sessions} kind="quiet">
          Clear
        </ButtonLink>
      )}
    </Form>
  )
}

function Choice({ name, label, words, value }: { name: string; label: string; words: Record<string, string>; value: string | undefined }) {
  return (
    <Labelled label={label}>
      <Select name={name} defaultValue={value ?? ''}>
        <option value="">Any</option>
        {Object.entries(words).map(([each, word]) => (
          <option key={each} value={each}>
            {word}
          </option>
        ))}
      </Select>
    </Labelled>
  )
}
