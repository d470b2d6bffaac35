import { requireApiKey } from '@/lib/auth/caller'
import { endpoint } from '@/lib/http/endpoint'
import { readInput } from '@/lib/input/parameters'
import { MEMORY_LIST } from '@/lib/memories/input'
import { presentRanked } from '@/lib/memories/present'
import { listAgentMemories } from '@/lib/memories/read'

export const GET = endpoint<{ agentId: string }>(async (request, { params }) => {
  const caller = await requireApiKey(request, 'memories:read')
  const { agentId } = await params
  const input = await readInput(request, MEMORY_LIST)
  const { shown, nextCursor } = await listAgentMemories(caller, agentId, input)
  return Response.json({
    memories: shown.map((memory) => presentRanked(memory, agentId)),
    count: shown.length,
    next_cursor: nextCursor,
  })
})
