import { z } from 'zod'
import { readSearch } from '@/app/_url/read-search'
import { searchOf } from '@/app/_url/search'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readSharedChangeVersion } from '@/lib/dashboard/change-version'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { requireViewer } from '@/lib/sign-in/viewer'

const NOT_STORED = { 'cache-control': 'no-store' }

/** The team of the page, and what the page follows of it: one agent, one session, or without either the whole team. */
const SEARCH = parameters({
  team: text(64).optional(),
  agent: text(64).optional(),
  session: text(64).optional(),
  audit: z.boolean().optional(),
})

/**
 * The change version of what an open page shows. Pages request it every few seconds. There is none (204) when another tab has switched to another team: the page
 * stays as it is, with what was typed in it.
 */
export async function GET(request: Request): Promise<Response> {
  const viewer = requireViewerScope(await requireViewer(), 'sessions:read')
  const { team = viewer.teamId, audit, ...scope } = readSearch(SEARCH, searchOf(request))
  if (team !== viewer.teamId) return new Response(null, { status: 204, headers: NOT_STORED })
  const version = await readSharedChangeVersion(viewer, { ...scope, withAudit: audit })
  return Response.json({ version }, { headers: NOT_STORED })
}
