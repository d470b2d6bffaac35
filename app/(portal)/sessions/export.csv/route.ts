import { withDaysIn } from '@/app/_url/days'
import { readSearch } from '@/app/_url/read-search'
import { searchOf } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { requireDownloadViewer } from '@/app/(portal)/download-viewer'
import { requireViewerScope } from '@/lib/auth/viewer'
import { csvResponse } from '@/lib/csv'
import { contextOf } from '@/lib/http/client'
import { exportSessions, SESSION_COLUMNS } from '@/lib/sessions/export'
import { filtersOf, SESSION_SEARCH } from '../search'

/** All sessions that the list shows for the same URL, on all its pages. */
export async function GET(request: Request): Promise<Response> {
  const viewer = requireViewerScope(await requireDownloadViewer(request), 'sessions:read')
  const search = searchOf(request)
  const filters = filtersOf(readSearch(SESSION_SEARCH, withDaysIn(await zoneOf(search), search)))
  const rows = await exportSessions(viewer, filters, contextOf(request.headers))
  return csvResponse('memanto-sessions.csv', SESSION_COLUMNS, rows)
}
