import { changeAgent, deleteAgent } from '@/lib/agents/change'
import { AGENT_CHANGES } from '@/lib/agents/input'
import { presentAgent, presentDeletion } from '@/lib/agents/present'
import { readAgent } from '@/lib/agents/read'
import { requireApiKey } from '@/lib/auth/caller'
import { endpoint } from '@/lib/http/endpoint'
import { readInput } from '@/lib/input/parameters'

export const GET = endpoint<{ agentId: string }>(async (request, { params }) => {
  const caller = await requireApiKey(request, 'agents:read')
  const { agentId } = await params
  const agent = await readAgent(caller, agentId)
  return Response.json(presentAgent(agent))
})

export const PATCH = endpoint<{ agentId: string }>(async (request, { params }) => {
  const caller = await requireApiKey(request, 'agents:write')
  const { agentId } = await params
  const changes = await readInput(request, AGENT_CHANGES)
  const agent = await changeAgent(caller, agentId, changes)
  return Response.json(presentAgent(agent))
})

export const DELETE = endpoint<{ agentId: string }>(async (request, { params }) => {
  const caller = await requireApiKey(request, 'agents:write')
  const { agentId } = await params
  const deletion = await deleteAgent(caller, agentId)
  return Response.json(presentDeletion(deletion))
})
