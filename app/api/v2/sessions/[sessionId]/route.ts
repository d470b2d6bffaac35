import { requireApiKey } from '@/lib/auth/caller'
import { endpoint } from '@/lib/http/endpoint'
import { presentSessionDetail } from '@/lib/sessions/present'
import { readSession } from '@/lib/sessions/read'

export const GET = endpoint<{ sessionId: string }>(async (request, { params }) => {
  const caller = await requireApiKey(request, 'sessions:read')
  const { sessionId } = await params
  const { session, events } = await readSession(caller, sessionId)
  return Response.json(presentSessionDetail(session, events))
})
