import { verifyToken } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { safeParseBatch } from '@/lib/memories/hold'
import { presentBatch } from '@/lib/memories/present'
import { rememberBatch } from '@/lib/memories/remember'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const call = await verifyToken(request)
  const { agentId } = await params
  const batch = await safeParseBatch(request)
  const outcome = await rememberBatch(call, agentId, batch)
  return Response.json(presentBatch(outcome, agentId))
})
