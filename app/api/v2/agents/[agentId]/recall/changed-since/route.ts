import { verifyToken } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { safeParseInput } from '@/lib/input/parameters'
import { RECALL_CHANGED } from '@/lib/memories/input'
import { presentRecalledByTime } from '@/lib/memories/present'
import { recallChangedSince } from '@/lib/memories/recall'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const call = await verifyToken(request)
  const { agentId } = await params
  const input = await safeParseInput(request, RECALL_CHANGED)
  const recalled = await recallChangedSince(call, agentId, input)
  return Response.json(presentRecalledByTime(recalled, agentId))
})

export const GET = POST
