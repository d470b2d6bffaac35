import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { Labelled, TimeRange } from '@/app/_ui/time-range'
import { paths } from '@/lib/paths'
import { rangeOf, type SummarySearch } from '@/lib/sessions/summaries'
import { END_WORDS } from '../sessions/state-badge'

export function SummaryFilters({ asked, zone }: { asked: SummarySearch; zone: string }) {
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
      <TimeRange range={rangeOf(asked)} from={asked.from} to={asked.to} zone={zone} isAlways />
      <Button type="submit">Apply</Button>
      <ButtonLink href={paths.summaries} kind="quiet">
        Clear
      </ButtonLink>
    </Form>
  )
}
