import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { Labelled } from '@/app/_ui/time-range'
import { paths } from '@/lib/paths'
import { rangeOf, type SummarySearch } from '@/lib/sessions/summaries'
import { END_WORDS } from '../sessions/state-badge'

export function SummaryFilters({ asked }: { asked: SummarySearch }) {
  return (
    <Form action={paths.summaries} role="search" className="mb-6 flex flex-wrap items-end gap-3">
      <Labelled label="Agent">
        <Input name="agent_id" defaultValue={asked.agent_id} maxLength={64} placeholder="Any" spellCheck={false} className="w-44" />
      </Labelled>
      <Labelled label="End reason">
        <Select name="end_reason" defaultValue={asked.end_reason ?? ''}>
          <option value="">Any</option>
          {Object.entries(END_WORDS).map(([reason, word]) => (
            <option key={reason} value={reason}>
              {word}
            </option>
          ))}
        </Select>
      </Labelled>
      <Range asked={asked} />
      <Button type="submit">Apply</Button>
      <ButtonLink href={paths.summaries} kind="quiet">
        Clear
      </ButtonLink>
    </Form>
  )
}

/** The days of a custom range show only while that is chosen; a summary always has a range. */
function Range({ asked }: { asked: SummarySearch }) {
  return (
    <div className="group flex flex-wrap items-end gap-3">
      <Labelled label="Time">
        <Select name="range" defaultValue={rangeOf(asked)}>
          <option value="1h">Last hour</option>
          <option value="24h">Last 24 hours</option>
          <option value="7d">Last 7 days</option>
          <option value="30d">Last 30 days</option>
          <option value="custom">From … to …</option>
        </Select>
      </Labelled>
      <div className="hidden gap-3 group-has-[option[value=custom]:checked]:flex">
        <Labelled label="From (UTC)">
          <Input type="date" name="from" defaultValue={asked.from?.toISOString().slice(0, 10)} />
        </Labelled>
        <Labelled label="To (UTC)">
          <Input type="date" name="to" defaultValue={asked.to?.toISOString().slice(0, 10)} />
        </Labelled>
      </div>
    </div>
  )
}
