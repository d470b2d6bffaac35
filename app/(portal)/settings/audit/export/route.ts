import { zoneOf } from '@/app/(portal)/viewer-zone'
import { AUDIT_SEARCH } from '@/lib/audit/input'
import { CSV_HEADER, csvRows } from '@/lib/audit/present'
import { exportAudit } from '@/lib/audit/read'
import { csvResponse } from '@/lib/csv'
import { withDaysIn } from '@/lib/http/search-days'
import { readSearch } from '@/lib/http/search-fields'
import { requireViewerWho } from '@/lib/sign-in/viewer'

/** The same view as a file: all of it, not only a page. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await requireViewerWho('audit:read')
  const search = Object.fromEntries(new URL(request.url).searchParams)
  const asked = readSearch(AUDIT_SEARCH, withDaysIn(await zoneOf(search), search))
  return csvResponse('audit-log.csv', CSV_HEADER, csvRows(await exportAudit(viewer, asked)))
}
