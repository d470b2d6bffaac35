import { createAgent } from '@/lib/agents/create'
import { AGENT_LIST, NEW_AGENT } from '@/lib/agents/input'
import { presentAgent } from '@/lib/agents/present'
import { listAgents } from '@/lib/agents/read'
import { requireApiKey } from '@/lib/auth/caller'
import { endpoint } from '@/lib/http/endpoint'
import { readInput } from '@/lib/input/parameters'

export const POST = endpoint(async (request) => {
  const caller = await requireApiKey(request, 'agents:write')
  const input = await readInput(request, NEW_AGENT)
  const agent = await createAgent(caller, input)
  return Response.json(presentAgent(agent), { status: 201 })
})

export const GET = endpoint(async (request) => {
  const caller = await requireApiKey(request, 'agents:read')
  const input = await readInput(request, AGENT_LIST)
  const { agents, total, nextCursor } = await listAgents(caller, input)
  return Response.json({ agents: agents.map(presentAgent), count: agents.length, total, next_cursor: nextCursor })
})
