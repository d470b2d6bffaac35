import { verifyToken } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { safeParseInput } from '@/lib/input/parameters'
import { RECALL_AS_OF } from '@/lib/memories/input'
import { presentRecalledByTime } from '@/lib/memories/present'
import { recallAsOf } from '@/lib/memories/recall'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const call = await verifyToken(request)
  const { agentId } = await params
  const input = await safeParseInput(request, RECALL_AS_OF)
  const recalled = await recallAsOf(call, agentId, input)
  return Response.json(presentRecalledByTime(recalled, agentId))
})

export const GET = POST
