import { requireDeactivator } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { deactivateAgent } from '@/lib/sessions/deactivate'
import { presentSummary } from '@/lib/sessions/present'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const { agentId } = await params
  const caller = await requireDeactivator(request, agentId)
  const ended = await deactivateAgent(caller, agentId)
  return Response.json(presentSummary(ended))
})
