import { Select } from '@/app/_ui/field'
import { DayField, FilterField } from '@/app/_ui/filter-field'
import { dayIn } from '@/lib/time-zone'
import { AgentField } from '../../agent-field'
import type { ComparisonSearch } from '../search'

/** With what the summaries are compared: another agent, another period, or both. Another agent is compared in the same period unless one is chosen. */
export function OtherFields({ search, zone }: { search: ComparisonSearch; zone: string }) {
  const { vs_agent, vs_from, vs_to } = search
  return (
    <fieldset className="group/other flex flex-wrap items-end gap-3 border-l-2 border-line pl-3">
      <legend className="sr-only">Compared with</legend>
      <AgentField name="vs_agent" label="Compared with agent" value={vs_agent} placeholder="The same" />
      <FilterField label="Compared with period">
        <Select name="vs_period" defaultValue={search.vs_period ?? ''}>
          <option value="">Automatic</option>
          <option value="previous">The one before</option>
          <option value="same">The same</option>
          <option value="custom">Other days…</option>
        </Select>
      </FilterField>
      <div className="hidden gap-3 group-has-[option[value=custom]:checked]/other:flex">
        <DayField label={`Other period from (${zone})`} name="vs_from" value={vs_from && dayIn(zone, vs_from)} />
        <DayField label={`Other period to (${zone})`} name="vs_to" value={vs_to && dayIn(zone, vs_to)} />
      </div>
    </fieldset>
  )
}

/** The values of these fields. */
export const otherValues = (search: ComparisonSearch, zone: string) => ({
  vs_agent: search.vs_agent,
  vs_period: search.vs_period,
  vs_from: search.vs_from && dayIn(zone, search.vs_from),
  vs_to: search.vs_to && dayIn(zone, search.vs_to),
})
