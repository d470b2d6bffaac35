import { hrefWith, type Search } from '@/app/_url/search'
import { paths } from '@/lib/paths'
import type { SummaryGrouping } from '@/lib/sessions/summaries'

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

/** The list of the sessions of a group, with the filters of a URL. */
export function groupHref(grouping: SummaryGrouping, name: string, search: Search): string {
  if (grouping === 'day') return filteredHref(paths.summaries, search, { range: 'custom', from: name, to: name, zone: 'UTC' })
  return filteredHref(paths.summaries, search, grouping === 'agent' ? { agent_id: name } : { end_reason: name })
}
