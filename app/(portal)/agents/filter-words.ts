import { hrefWith, type Search } from '@/app/_url/search'
import { paths } from '@/lib/paths'

/** The states of the filter by status, in words. */
export const STATUSES = { active: 'Active', inactive: 'Inactive' } as const
/** The kinds of agents, in words. */
export const KINDS = { support: 'Support', project: 'Project', tool: 'Tool' } as const

interface AgentFilters {
  q?: string | undefined
  status?: keyof typeof STATUSES | undefined
  pattern?: keyof typeof KINDS | undefined
}

/** The filters of the list of agents that are set, each with the URL of the list without it. */
export function agentChips({ q, status, pattern }: AgentFilters, search: Search) {
  const without = (name: string) => hrefWith(paths.agents, { ...search, peek: undefined, cursor: undefined }, { [name]: undefined })
  return [
    ...(q ? [{ label: 'Search', value: q, href: without('q') }] : []),
    ...(status ? [{ label: 'Status', value: STATUSES[status], href: without('status') }] : []),
    ...(pattern ? [{ label: 'Kind', value: KINDS[pattern], href: without('pattern') }] : []),
  ]
}
