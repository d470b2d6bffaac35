import { z } from 'zod'
import { readSearch } from '@/app/_url/read-search'
import { searchOf } from '@/app/_url/search'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readSharedChangeVersion } from '@/lib/dashboard/change-version'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { requireViewer } from '@/lib/sign-in/viewer'

/** What the page shows: one agent, one session, or the whole team. */
const SEARCH = parameters({ agent: text(64).optional(), session: text(64).optional(), audit: z.boolean().optional() })

/** The change version of what an open page shows. Pages request it every few seconds. */
export async function GET(request: Request): Promise<Response> {
  const viewer = requireViewerScope(await requireViewer(), 'sessions:read')
  const { audit, ...scope } = readSearch(SEARCH, searchOf(request))
  const version = await readSharedChangeVersion(viewer, { ...scope, withAudit: audit })
  return Response.json({ version }, { headers: { 'cache-control': 'no-store' } })
}
