import { FilterForm } from '@/app/_ui/filter-form'
import { TimeRange } from '@/app/_ui/time-range'
import { timeFields } from '@/app/_ui/time-range-words'
import { hrefWith, type Search } from '@/app/_url/search'
import { paths } from '@/lib/paths'
import { AgentField } from '../agent-field'
import { END_WORDS } from '../sessions/state-badge'
import { EndReasonField } from './end-reason-field'
import { rangeOf, type SummarySearch } from './search'

/** The filters of the summaries. */
export function SummaryFilters({ search, zone }: { search: SummarySearch; zone: string }) {
  const { agent_id, end_reason, from, to } = search
  const range = rangeOf(search)
  return (
    <FilterForm
      action={paths.summaries}
      values={{ agent_id, end_reason, ...timeFields({ range, from, to }, zone) }}
      defaults={{ range: '30d' }}
      className="mb-4 flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2 sm:[&_select]:max-w-40"
    >
      <AgentField value={agent_id} />
      <EndReasonField value={end_reason} />
      <TimeRange range={range} from={from} to={to} zone={zone} isRequired />
    </FilterForm>
  )
}

/** The filters of the summaries that are set, each with the URL of the page without it. The time range is always set. */
export function summaryChips({ agent_id, end_reason }: SummarySearch, url: Search) {
  const without = (name: string) => hrefWith(paths.summaries, { ...url, cursor: undefined }, { [name]: undefined })
  return [
    ...(agent_id ? [{ label: 'Agent', value: agent_id, href: without('agent_id') }] : []),
    ...(end_reason ? [{ label: 'End reason', value: END_WORDS[end_reason], href: without('end_reason') }] : []),
  ]
}
