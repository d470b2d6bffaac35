import { invalidIn, readSearch } from '@/app/_url/read-search'
import { searchOf } from '@/app/_url/search'
import { requireViewerScope } from '@/lib/auth/viewer'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { type PaletteResults, searchPalette } from '@/lib/palette/search'
import { requireViewer } from '@/lib/sign-in/viewer'

const SEARCH = parameters({ q: text(100).trim().default('') })

const NOTHING: PaletteResults = { agents: [], sessions: [] }

/** The agents and sessions that the command palette finds for a text. */
export async function GET(request: Request): Promise<Response> {
  const viewer = requireViewerScope(await requireViewer(), 'sessions:read')
  const search = searchOf(request)
  // Without the text, agents would be found that have nothing to do with it.
  const found = invalidIn(SEARCH, search).length > 0 ? NOTHING : await searchPalette(viewer, readSearch(SEARCH, search))
  return Response.json(found, { headers: { 'cache-control': 'no-store' } })
}
