import { withDaysIn } from '@/app/_url/days'
import { readSearch } from '@/app/_url/read-search'
import { type Search, searchOf, textOf } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { requireDownloadViewer } from '@/app/(portal)/download-viewer'
import type { Principal } from '@/lib/auth/principal'
import { requireViewerScope } from '@/lib/auth/viewer'
import type { RequestContext } from '@/lib/context'
import { csvResponse } from '@/lib/csv'
import { contextOf } from '@/lib/http/client'
import { exportComparison, exportSummaries, exportSummaryGroups } from '@/lib/sessions/export-summaries'
import { readComparison } from '../compared'
import { filtersOf, GROUP_SEARCH, orderOf } from '../search'
import { type GroupView, VIEWS } from '../views'

/** What a view of the summaries shows for the same URL, on all its pages. */
export async function GET(request: Request): Promise<Response> {
  const principal = requireViewerScope(await requireDownloadViewer(request), 'sessions:read')
  const { columns, rows } = await read(principal, searchOf(request), contextOf(request.headers))
  return csvResponse('memanto-summaries.csv', columns, rows)
}

async function read(principal: Principal<'sessions:read'>, search: Search, context: RequestContext) {
  const view = textOf(search.view)
  if (view === 'compare') return exportComparison(principal, await readComparison(search), context)
  const validSearch = readSearch(GROUP_SEARCH, withDaysIn(await zoneOf(search), search))
  const filters = filtersOf(validSearch)
  if (!isGroupView(view)) return exportSummaries(principal, filters, context)
  const { grouping } = VIEWS[view]
  return exportSummaryGroups(principal, { ...filters, grouping, order: orderOf(validSearch, grouping) }, context)
}

const isGroupView = (view: string | undefined): view is GroupView => view !== undefined && Object.hasOwn(VIEWS, view)
