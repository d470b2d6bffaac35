import { requireTokenOrKey } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { readInput } from '@/lib/input/parameters'
import { changeMemory, forgetMemory } from '@/lib/memories/change'
import { MEMORY_CHANGES } from '@/lib/memories/input'
import { presentForgotten, presentMemory } from '@/lib/memories/present'
import { readMemory } from '@/lib/memories/read'

type Params = { agentId: string; memoryId: string }

export const GET = endpoint<Params>(async (request, { params }) => {
  const { agentId, memoryId } = await params
  const caller = await requireTokenOrKey(request, agentId, 'memories:read')
  const memory = await readMemory(caller, agentId, memoryId)
  return Response.json(presentMemory(memory, agentId))
})

export const PATCH = endpoint<Params>(async (request, { params }) => {
  const { agentId, memoryId } = await params
  const caller = await requireTokenOrKey(request, agentId, 'memories:write')
  const changes = await readInput(request, MEMORY_CHANGES)
  const memory = await changeMemory(caller, agentId, memoryId, changes)
  return Response.json(presentMemory(memory, agentId))
})

export const DELETE = endpoint<Params>(async (request, { params }) => {
  const { agentId, memoryId } = await params
  const caller = await requireTokenOrKey(request, agentId, 'memories:write')
  const memory = await forgetMemory(caller, agentId, memoryId)
  return Response.json(presentForgotten(memory, agentId))
})
