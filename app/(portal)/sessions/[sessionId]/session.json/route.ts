import { orNotFound } from '@/app/(portal)/or-not-found'
import { presentSessionDetail } from '@/lib/sessions/present'
import { readSession } from '@/lib/sessions/read'
import { requireViewer } from '@/lib/sign-in/viewer'

/** The session as the API tells it, for whoever is signed in. */
export async function GET(_request: Request, { params }: { params: Promise<{ sessionId: string }> }): Promise<Response> {
  const viewer = await requireViewer()
  const { session, events } = await orNotFound(readSession(viewer, (await params).sessionId))
  return Response.json(presentSessionDetail(session, events), { headers: { 'cache-control': 'no-store' } })
}
