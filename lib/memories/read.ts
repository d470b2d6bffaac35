import type { Trust } from '../../db/constants'
import { findMemory } from '../../db/memories'
import { listLatest } from '../../db/memory-lists'
import type { MemoryUse } from '../../db/memory-uses'
import { listChosen } from '../../db/recall'
import type { Memory } from '../../db/schema'
import { agentNotFound } from '../agents/errors'
import { dbFor, type Principal } from '../auth/principal'
import { failField } from '../errors'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { findMemories, type RankedMemory, type RecalledMemories } from '../recall/find-memories'
import { memoryNotFound } from './errors'
import { type FilterInput, filtersOf } from './filters'
import { type MemoryOfAgent, type MemoryPath, requireAgent } from './one-memory'

/** A memory with how often it was recalled, and the public id of its agent. */
export interface MemoryWithUse extends MemoryOfAgent {
  memory: Memory & MemoryUse
}

/** One memory of an agent that is not deleted. @throws agent_not_found, memory_not_found */
export async function readMemory(principal: Principal<'memories:read'>, { agentName, memoryId }: MemoryPath): Promise<MemoryWithUse> {
  const { teamId, agentRowIds } = principal
  const { memory } = (await findMemory(dbFor(principal), { teamId, agentName, agentRowIds }, memoryId)) ?? agentNotFound()
  if (memory === undefined || memory.status === 'deleted') memoryNotFound()
  return { memory, agentName }
}

export interface MemoryListInput extends FilterInput {
  agentName: string
  query?: string | undefined
  cursor?: string | undefined
  trust?: Trust[] | undefined
}

/** What a list shows unless it is asked for something else: what recalls find. */
const RECALLED_TRUST: readonly Trust[] = ['trusted', 'unreviewed']

export interface MemoryPage {
  agentName: string
  shown: RankedMemory<Memory & MemoryUse>[]
  nextCursor: string | null
  /** False when memories that match a query may be missing. */
  isComplete: boolean
}

/** A page of an agent's memories, the latest first; with a query the best matches, on one page. Nothing is counted as retrieved. @throws agent_not_found */
export async function listAgentMemories(
  principal: Principal<'memories:read'>,
  { agentName, query, cursor, trust, ...filters }: MemoryListInput,
): Promise<MemoryPage> {
  const { teamId, agentRowIds } = principal
  if (query !== undefined && cursor !== undefined) failField('cursor', "can't be combined with query")
  if (query !== undefined && trust !== undefined) failField('trust', "can't be combined with query")
  if (query !== undefined) {
    const { memories, isComplete } = await findInAgent(principal, agentName, query, filters)
    return { agentName, shown: memories, nextCursor: null, isComplete }
  }
  const list = `memories of ${agentName}`
  const { rows } =
    (await listLatest(
      dbFor(principal),
      { teamId, agentName, agentRowIds },
      { ...filtersOf(filters), limit: filters.limit + 1 },
      trust?.length ? trust : RECALLED_TRUST,
      readCursor(teamId, list, cursor),
    )) ?? agentNotFound()
  const { shown, nextCursor } = toPage(rows, filters.limit, (last) =>
    writeCursor(teamId, list, { time: last.occurred_at ?? last.created_at, id: last.id }),
  )
  return { agentName, shown: shown.map((memory) => ({ ...memory, score: null })), nextCursor, isComplete: true }
}

async function findInAgent(
  principal: Principal<'memories:read'>,
  agentName: string,
  query: string,
  filters: FilterInput,
): Promise<RecalledMemories<Memory & MemoryUse>> {
  const { team_id, id } = await requireAgent(principal, agentName)
  const agent = { team_id, id }
  return findMemories(agent, { ...filtersOf(filters), query, explain: false }, async (choice) => ({
    agent,
    found: await listChosen(dbFor(principal), agent, choice),
  }))
}
