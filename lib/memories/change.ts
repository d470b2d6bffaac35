import { findAgent, lockAgent } from '../../db/agents'
import { deleteMemory, type MemoryChanges, updateMemory } from '../../db/memories'
import type { Memory } from '../../db/schema'
import { agentMissing } from '../agents/refusals'
import type { Caller } from '../auth/caller'
import { writing } from '../writing'
import { memoryMissing } from './refusals'

export async function changeMemory(
  caller: Caller<'memories:write'>,
  agentName: string,
  id: string,
  changes: MemoryChanges,
): Promise<Memory> {
  return writing(caller, 'change memory', { agentName, id, changes }, async (tx) => {
    const agent = (await findAgent(tx, caller.teamId, agentName, caller.onlyAgents)) ?? agentMissing()
    return (await updateMemory(tx, agent, id, changes)) ?? memoryMissing()
  })
}

/** Locks the agent first, as every verb does that changes its counts. */
export async function forgetMemory(caller: Caller<'memories:write'>, agentName: string, id: string): Promise<Memory> {
  return writing(caller, 'forget memory', { agentName, id }, async (tx) => {
    const agent = (await lockAgent(tx, caller.teamId, agentName, caller.onlyAgents)) ?? agentMissing()
    return (await deleteMemory(tx, agent, id)) ?? memoryMissing()
  })
}
