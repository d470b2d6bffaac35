import { verifyToken } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { safeParseInput } from '@/lib/input/parameters'
import { RECALL } from '@/lib/memories/input'
import { presentRecalled } from '@/lib/memories/present'
import { recall } from '@/lib/memories/recall'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const call = await verifyToken(request)
  const { agentId } = await params
  const input = await safeParseInput(request, RECALL)
  const recalled = await recall(call, agentId, input)
  return Response.json(presentRecalled(recalled, agentId))
})

export const GET = POST
