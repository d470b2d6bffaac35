import { requireViewerScope } from '@/lib/auth/viewer'
import { PULSE_SEARCH, readSharedPulse } from '@/lib/dashboard/change-version'
import { readSearch } from '@/lib/http/search-fields'
import { requireViewer } from '@/lib/sign-in/viewer'

/** What open pages ask every few seconds: whether anything happened. */
export async function GET(request: Request): Promise<Response> {
  const caller = requireViewerScope(await requireViewer(), 'sessions:read')
  const scope = readSearch(PULSE_SEARCH, Object.fromEntries(new URL(request.url).searchParams))
  return Response.json({ version: await readSharedPulse(caller, scope) }, { headers: { 'cache-control': 'no-store' } })
}
