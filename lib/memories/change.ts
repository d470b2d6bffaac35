import { findAgent, lockAgent } from '../../db/agents'
import { deleteMemory, findMemory, type MemoryChanges, updateMemory } from '../../db/memories'
import type { Memory } from '../../db/schema'
import { agentNotFound } from '../agents/errors'
import type { Caller } from '../auth/caller'
import { idempotentTransaction } from '../idempotency'
import { auditMemoryChange, auditMemoryDeletion } from './audit'
import { memoryNotFound } from './errors'

export async function changeMemory(
  caller: Caller<'memories:write'>,
  agentName: string,
  id: string,
  changes: MemoryChanges,
): Promise<Memory> {
  return idempotentTransaction(caller, 'change memory', { agentName, id, changes }, async (tx) => {
    const agent = (await findAgent(tx, caller.teamId, agentName, caller.onlyAgents)) ?? agentNotFound()
    const before = (await findMemory(tx, agent, id)) ?? memoryNotFound()
    const after = (await updateMemory(tx, agent, id, changes)) ?? memoryNotFound()
    await auditMemoryChange(tx, caller, agent, before, after)
    return after
  })
}

/** Locks the agent first, as every verb does that changes its counts. */
export async function forgetMemory(caller: Caller<'memories:write'>, agentName: string, id: string): Promise<Memory> {
  return idempotentTransaction(caller, 'forget memory', { agentName, id }, async (tx) => {
    const agent = (await lockAgent(tx, caller.teamId, agentName, caller.onlyAgents)) ?? agentNotFound()
    const deleted = (await deleteMemory(tx, agent, id)) ?? memoryNotFound()
    await auditMemoryDeletion(tx, caller, agent, deleted)
    return deleted
  })
}
