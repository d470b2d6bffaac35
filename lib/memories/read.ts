import { findAgent } from '../../db/agents'
import { findMemory } from '../../db/memories'
import { type MemoryFilters, listMemories } from '../../db/recall'
import type { Agent, Memory } from '../../db/schema'
import { agentMissing } from '../agents/refusals'
import type { Caller } from '../auth/caller'
import { page, readCursor, writeCursor } from '../http/cursor'
import { db } from '../process'
import { memoryMissing } from './refusals'

/** The agent a management call is about, as far as the caller reaches it. */
async function reachableAgent(caller: Caller, name: string): Promise<Agent> {
  return (await findAgent(db(), caller.teamId, name, caller.onlyAgents)) ?? agentMissing()
}
