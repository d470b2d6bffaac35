import { otherTeamOf, refusalFor } from '@/app/_actions/shown-team'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { searchOf } from '@/app/_url/search'
import { requireViewerScope } from '@/lib/auth/viewer'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { type PaletteResults, searchPalette } from '@/lib/palette/search'
import { requireViewer } from '@/lib/sign-in/viewer'

const SEARCH = parameters({ q: text(100).trim().default('') })

const NOT_STORED = { 'cache-control': 'no-store' }

const NOTHING: PaletteResults = { agents: [], sessions: [] }

/** The agents and sessions that the command palette finds for a text. A page of another team than the viewer's present one gets the reason why it has none. */
export async function GET(request: Request): Promise<Response> {
  const viewer = requireViewerScope(await requireViewer(), 'sessions:read')
  const otherTeam = otherTeamOf(viewer, request)
  if (otherTeam !== undefined)
    return Response.json({ problem: refusalFor(viewer, otherTeam, 'Nothing was searched.') }, { status: 409, headers: NOT_STORED })
  const search = searchOf(request)
  // Without the text, agents would be found that have nothing to do with it.
  const found = invalidIn(SEARCH, search).length > 0 ? NOTHING : await searchPalette(viewer, readSearch(SEARCH, search))
  return Response.json(found, { headers: NOT_STORED })
}
