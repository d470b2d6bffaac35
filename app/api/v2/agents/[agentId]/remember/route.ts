import { verifyToken } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { safeParseInput } from '@/lib/input/parameters'
import { NEW_MEMORY } from '@/lib/memories/input'
import { presentStored } from '@/lib/memories/present'
import { remember } from '@/lib/memories/remember'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const call = await verifyToken(request)
  const { agentId } = await params
  const input = await safeParseInput(request, NEW_MEMORY)
  const remembered = await remember(call, agentId, input)
  return Response.json(presentStored(remembered, agentId))
})
