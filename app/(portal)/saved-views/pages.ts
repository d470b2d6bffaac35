import { type Search, searchIn } from '@/app/_url/search'
import { viewQuery } from '@/app/_url/view-query'
import { paths } from '@/lib/paths'
import type { ViewPage } from '@/lib/saved-views/read'
import { AGENT_SEARCH } from '../agents/search'
import { MEMORY_PAGE_SEARCH } from '../memories/search'
import { SESSION_SEARCH } from '../sessions/search'
import { AUDIT_SEARCH } from '../settings/audit/search'
import { REQUEST_SEARCH } from '../settings/requests/search'
import { SUMMARY_SEARCH } from '../summaries/search'

/** Each list whose filters can be saved: its path, and the query of its URL that is saved. */
export const VIEW_LISTS: Record<ViewPage, { path: string; queryOf: (search: Search) => string }> = {
  agents: { path: paths.agents, queryOf: (search) => viewQuery(AGENT_SEARCH, search) },
  sessions: { path: paths.sessions, queryOf: (search) => viewQuery(SESSION_SEARCH, search) },
  summaries: { path: paths.summaries, queryOf: (search) => viewQuery(SUMMARY_SEARCH, search) },
  memories: { path: paths.memories, queryOf: (search) => viewQuery(MEMORY_PAGE_SEARCH, search) },
  requests: { path: paths.requests, queryOf: (search) => viewQuery(REQUEST_SEARCH, search) },
  audit: { path: paths.audit, queryOf: (search) => viewQuery(AUDIT_SEARCH, search) },
}

/** The URL of a view. Its query is read again by the page, which leaves out what it does not know. */
export function viewHref(page: ViewPage, query: string): string {
  const { path, queryOf } = VIEW_LISTS[page]
  const known = queryOf(searchIn(new URLSearchParams(query)))
  return known === '' ? path : `${path}?${known}`
}
