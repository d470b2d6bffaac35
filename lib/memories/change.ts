import { findAgent, lockAgent } from '../../db/agents'
import { deleteMemory, findMemory, type MemoryChanges, updateMemory } from '../../db/memories'
import type { Memory } from '../../db/schema'
import { agentMissing } from '../agents/refusals'
import type { Caller } from '../auth/caller'
import { writing } from '../writing'
import { auditMemoryChange, auditMemoryDeletion } from './audit'
import { memoryMissing } from './refusals'

export async function changeMemory(
  caller: Caller<'memories:write'>,
  agentName: string,
  id: string,
  changes: MemoryChanges,
): Promise<Memory> {
  return writing(caller, 'change memory', { agentName, id, changes }, async (tx) => {
    const agent = (await findAgent(tx, caller.teamId, agentName, caller.onlyAgents)) ?? agentMissing()
    const before = (await findMemory(tx, agent, id)) ?? memoryMissing()
    const after = (await updateMemory(tx, agent, id, changes)) ?? memoryMissing()
    await auditMemoryChange(tx, caller, agent, before, after)
    return after
  })
}

/** Locks the agent first, as every verb does that changes its counts. */
export async function forgetMemory(caller: Caller<'memories:write'>, agentName: string, id: string): Promise<Memory> {
  return writing(caller, 'forget memory', { agentName, id }, async (tx) => {
    const agent = (await lockAgent(tx, caller.teamId, agentName, caller.onlyAgents)) ?? agentMissing()
    const deleted = (await deleteMemory(tx, agent, id)) ?? memoryMissing()
    await auditMemoryDeletion(tx, caller, agent, deleted)
    return deleted
  })
}
