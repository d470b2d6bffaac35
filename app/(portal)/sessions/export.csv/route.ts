import { zoneOf } from '@/app/(portal)/viewer-zone'
import { requireViewerScope } from '@/lib/auth/viewer'
import { csvResponse } from '@/lib/csv'
import { withDaysIn } from '@/lib/http/search-days'
import { readSearch } from '@/lib/http/search-fields'
import { exportSessions, SESSION_COLUMNS } from '@/lib/sessions/export'
import { filtersOfSearch, SESSION_SEARCH } from '@/lib/sessions/search'
import { requireViewer } from '@/lib/sign-in/viewer'

/** What the list shows under the same address, all pages of it. */
export async function GET(request: Request): Promise<Response> {
  const caller = requireViewerScope(await requireViewer(), 'sessions:read')
  const search = Object.fromEntries(new URL(request.url).searchParams)
  const asked = readSearch(SESSION_SEARCH, withDaysIn(await zoneOf(search), search))
  return csvResponse('memanto-sessions.csv', SESSION_COLUMNS, await exportSessions(caller, filtersOfSearch(asked)))
}
