import { daysWithin } from '@/app/_ui/days'
import { hrefWith, type Search, textOf } from '@/app/_url/search'
import { paths } from '@/lib/paths'
import type { ComparedSide } from '@/lib/sessions/compare-summaries'
import type { DaysRange, SummaryGrouping } from '@/lib/sessions/summaries'

/** The views of the summaries, by the end of their paths. */
export const VIEWS = {
  agents: { grouping: 'agent', label: 'By agent', name: 'Agent' },
  days: { grouping: 'day', label: 'By day', name: 'Day (UTC)' },
  outcomes: { grouping: 'outcome', label: 'By outcome', name: 'End reason' },
} as const satisfies Record<string, { grouping: SummaryGrouping; label: string; name: string }>

/** A view in which summaries are in groups. */
export type GroupView = keyof typeof VIEWS

/** A path with the filters of a URL, and some of them changed. */
export function filteredHref(path: string, search: Search, changes: Record<string, string | undefined> = {}): string {
  const { agent_id, end_reason, opened_by, range, from, to, zone } = search
  return hrefWith(path, { agent_id, end_reason, opened_by, range, from, to, zone }, changes)
}

/** The list of the sessions of a group, with the filters of a URL. A day has only the times that are in the range. */
export function groupHref(grouping: SummaryGrouping, name: string, search: Search, range: DaysRange): string {
  if (grouping === 'day')
    return filteredHref(paths.summaries, search, { range: 'custom', ...daysWithin({ from: name, to: name }, range), zone: 'UTC' })
  return filteredHref(paths.summaries, search, grouping === 'agent' ? { agent_id: name } : { end_reason: name })
}

/** The list of the sessions of one side of a comparison, all or those with an end reason, with the filters that both sides have. */
export const sideHref = (
  { agentName, since, until }: Pick<ComparedSide, 'agentName' | 'since' | 'until'>,
  common: Search,
  endReason: string | undefined,
) =>
  hrefWith(
    paths.summaries,
    { ...common, agent_id: agentName, range: 'custom', from: since.toISOString(), to: until.toISOString() },
    { end_reason: endReason ?? textOf(common.end_reason) },
  )
