import { findAgent } from '../../db/agents'
import { findMemory } from '../../db/memories'
import { listMemories } from '../../db/recall'
import type { RankedMemory } from '../../db/recall-search'
import type { Agent } from '../../db/schema'
import { agentNotFound } from '../agents/errors'
import { dbFor, type Identity, type Principal } from '../auth/principal'
import { failField } from '../errors'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import type { MemoryOfAgent } from './change'
import { memoryNotFound } from './errors'
import { type FilterInput, filtersOf } from './filters'

/** One memory of an agent. @throws agent_not_found, memory_not_found */
export async function readMemory(
  principal: Principal<'memories:read'>,
  { agentName, memoryId }: { agentName: string; memoryId: string },
): Promise<MemoryOfAgent> {
  const memory = (await findMemory(dbFor(principal), await requireAgent(principal, agentName), memoryId)) ?? memoryNotFound()
  return { memory, agentName }
}

export interface MemoryListInput extends FilterInput {
  agentName: string
  query?: string | undefined
  cursor?: string | undefined
}

export interface MemoryPage {
  agentName: string
  shown: RankedMemory[]
  nextCursor: string | null
}

/** A page of an agent's memories, newest first; with a query the best matches, on one page. Nothing is counted as retrieved. @throws agent_not_found */
export async function listAgentMemories(
  principal: Principal<'memories:read'>,
  { agentName, query = undefined, cursor, ...filters }: MemoryListInput,
): Promise<MemoryPage> {
  const { teamId } = principal
  const agent = await requireAgent(principal, agentName)
  if (query !== undefined && cursor !== undefined) failField('cursor', "can't be combined with query")
  const more = query === undefined ? 1 : 0
  const list = `memories of ${agent.id}`
  const from = readCursor(teamId, list, cursor)
  const search = { ...filtersOf(filters), limit: filters.limit + more, query: query ?? null }
  const rows = await listMemories(dbFor(principal), teamId, agent.id, search, from)
  const { shown, nextCursor } = toPage(rows, filters.limit, (last) => writeCursor(teamId, list, { time: last.created_at, id: last.id }))
  return { agentName, shown, nextCursor }
}

/** The agent of this name, as far as the caller reaches it. */
async function requireAgent(identity: Identity, name: string): Promise<Agent> {
  const { teamId, agentRowIds } = identity
  return (await findAgent(dbFor(identity), teamId, name, agentRowIds)) ?? agentNotFound()
}
