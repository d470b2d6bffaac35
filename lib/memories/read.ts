import { findAgent } from '../../db/agents'
import { findMemory } from '../../db/memories'
import { listMemories } from '../../db/recall'
import type { Agent, Memory } from '../../db/schema'
import { agentMissing } from '../agents/refusals'
import type { Caller } from '../auth/caller'
import { failField } from '../errors'
import { page, readCursor, writeCursor } from '../http/cursor'
import { db } from '../process'
import { type FilterInput, filtersOf } from './filters'
import { memoryMissing } from './refusals'

export async function readMemory(caller: Caller, agentName: string, id: string): Promise<Memory> {
  return (await findMemory(db(), await reachableAgent(caller, agentName), id)) ?? memoryMissing()
}

export interface MemoryListInput extends FilterInput {
  query?: string | undefined
  cursor?: string | undefined
}

/** A page of an agent's memories, newest first; with a query the best of them, on one page. Nothing is counted as retrieved. */
export async function listAgentMemories(caller: Caller<'memories:read'>, agentName: string, input: MemoryListInput) {
  const { query = null, cursor, ...filters } = input
  const agent = await reachableAgent(caller, agentName)
  if (query !== null && cursor !== undefined) failField('cursor', "can't be combined with query")
  const more = query === null ? 1 : 0
  const list = `memories of ${agent.id}`
  const from = readCursor(caller.teamId, list, cursor)
  const rows = await listMemories(db(), agent.team_id, agent.id, { ...filtersOf(filters), limit: input.limit + more, query }, from)
  return page(rows, input.limit, (last) => writeCursor(caller.teamId, list, { time: last.created_at, id: last.id }))
}

/** The agent a call is about, as far as the caller reaches it. */
async function reachableAgent(caller: Caller, name: string): Promise<Agent> {
  return (await findAgent(db(), caller.teamId, name, caller.onlyAgents)) ?? agentMissing()
}
