import { withDaysIn } from '@/app/_url/days'
import { readSearch } from '@/app/_url/read-search'
import { searchOf } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { requireDownloadViewer } from '@/app/(portal)/download-viewer'
import { CSV_HEADER, csvRows } from '@/lib/audit/present'
import { exportAudit } from '@/lib/audit/read'
import { csvResponse } from '@/lib/csv'
import { contextOf } from '@/lib/http/client'
import { requireCapableViewer } from '@/lib/sign-in/viewer'
import { AUDIT_SEARCH, filtersOf } from '../search'

/** All entries that the audit log shows for the same URL, on all its pages. */
export async function GET(request: Request): Promise<Response> {
  await requireDownloadViewer(request)
  const viewer = await requireCapableViewer('audit:read')
  const search = searchOf(request)
  const filters = filtersOf(readSearch(AUDIT_SEARCH, withDaysIn(await zoneOf(search), search)))
  const entries = await exportAudit(viewer, filters, contextOf(request.headers))
  return csvResponse('audit-log.csv', CSV_HEADER, csvRows(entries))
}
