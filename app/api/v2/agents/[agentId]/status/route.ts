import { requireStatusReader } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { presentSessionInfo } from '@/lib/sessions/present'
import { readActiveSession } from '@/lib/sessions/read'

export const GET = endpoint<{ agentId: string }>(async (request, { params }) => {
  const { agentId } = await params
  const caller = await requireStatusReader(request, agentId)
  const session = await readActiveSession(caller, agentId)
  return Response.json(presentSessionInfo(session))
})
