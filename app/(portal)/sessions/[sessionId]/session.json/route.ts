import { idOrNotFound, orNotFound } from '@/app/(portal)/or-not-found'
import { requireViewerScope } from '@/lib/auth/viewer'
import { presentSessionDetail } from '@/lib/sessions/present'
import { readSession } from '@/lib/sessions/read'
import { requireViewer } from '@/lib/sign-in/viewer'

/** The session as the REST API returns it. */
export async function GET(_request: Request, { params }: { params: Promise<{ sessionId: string }> }): Promise<Response> {
  const viewer = requireViewerScope(await requireViewer(), 'sessions:read')
  const { sessionId } = await params
  const found = await orNotFound(readSession(viewer, { sessionId: idOrNotFound(sessionId) }))
  return Response.json(presentSessionDetail(found), { headers: { 'cache-control': 'no-store' } })
}
