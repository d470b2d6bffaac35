import type { Trust } from '../../db/constants'
import { findMemory } from '../../db/memories'
import { listLatest } from '../../db/memory-lists'
import type { MemoryUse } from '../../db/memory-uses'
import { listChosen } from '../../db/recall'
import type { Agent, Memory } from '../../db/schema'
import { dbFor, type Identity, type Principal } from '../auth/principal'
import { failField } from '../errors'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { type FoundMemories, findMemories, type RankedMemory } from '../recall/find-memories'
import { memoryNotFound } from './errors'
import { type FilterInput, filtersOf } from './filters'
import { type MemoryOfAgent, type MemoryPath, requireAgent } from './one-memory'
import { withUses } from './uses'

/** A memory with how often it was recalled, and the public id of its agent. */
export interface MemoryWithUse extends MemoryOfAgent {
  memory: Memory & { use: MemoryUse }
}

/** One memory of an agent that is not deleted. @throws agent_not_found, memory_not_found */
export async function readMemory(principal: Principal<'memories:read'>, { agentName, memoryId }: MemoryPath): Promise<MemoryWithUse> {
  const found = await findMemory(dbFor(principal), await requireAgent(principal, agentName), memoryId)
  if (found === undefined || found.status === 'deleted') memoryNotFound()
  const [memory = memoryNotFound()] = await withUses(principal, [found])
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
  shown: (RankedMemory & { use: MemoryUse })[]
  nextCursor: string | null
  /** False when memories that match a query may be missing. */
  isComplete: boolean
}

/** A page of an agent's memories, the latest first; with a query the best matches, on one page. Nothing is counted as retrieved. @throws agent_not_found */
export async function listAgentMemories(
  principal: Principal<'memories:read'>,
  { agentName, query, cursor, trust, ...filters }: MemoryListInput,
): Promise<MemoryPage> {
  const { teamId } = principal
  const agent = await requireAgent(principal, agentName)
  if (query !== undefined && cursor !== undefined) failField('cursor', "can't be combined with query")
  if (query !== undefined && trust !== undefined) failField('trust', "can't be combined with query")
  if (query !== undefined) {
    const found = await findInAgent(principal, agent, query, filters)
    return { agentName, shown: await withUses(principal, found.memories), nextCursor: null, isComplete: found.isComplete }
  }
  const list = `memories of ${agent.id}`
  const from = readCursor(teamId, list, cursor)
  const rows = await listLatest(
    dbFor(principal),
    { team_id: teamId, id: agent.id },
    { ...filtersOf(filters), limit: filters.limit + 1 },
    trust?.length ? trust : RECALLED_TRUST,
    from,
  )
  const { shown, nextCursor } = toPage(rows, filters.limit, (last) =>
    writeCursor(teamId, list, { time: last.occurred_at ?? last.created_at, id: last.id }),
  )
  const unranked = shown.map((memory) => ({ ...memory, score: null }))
  return { agentName, shown: await withUses(principal, unranked), nextCursor, isComplete: true }
}

async function findInAgent(principal: Identity, { team_id, id }: Agent, query: string, filters: FilterInput): Promise<FoundMemories> {
  const agent = { team_id, id }
  return findMemories(agent, { ...filtersOf(filters), query, explain: false }, async (choice) => ({
    agent,
    found: await listChosen(dbFor(principal), agent, choice),
  }))
}
