import { chipsOf } from '@/app/_url/filter-chips'
import type { Search } from '@/app/_url/search'
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
export const agentChips = ({ q, status, pattern }: AgentFilters, search: Search) =>
  chipsOf(paths.agents, search, [
    ['Search', q, 'q'],
    ['Status', status && STATUSES[status], 'status'],
    ['Kind', pattern && KINDS[pattern], 'pattern'],
  ])
