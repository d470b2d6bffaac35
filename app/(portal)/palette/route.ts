import { readSearch } from '@/lib/http/search-fields'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { findAnything } from '@/lib/palette/find'
import { requireViewer } from '@/lib/sign-in/viewer'

const SEARCH = parameters({ q: text(100).default('') })

/** What the command palette finds beside the pages: agents by name, a session by its id. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await requireViewer()
  const { q } = readSearch(SEARCH, Object.fromEntries(new URL(request.url).searchParams))
  return Response.json(await findAnything(viewer, q.trim()), { headers: { 'cache-control': 'no-store' } })
}
