import { type AgentView, findAgentView, lockAgent, softDeleteAgent, updateAgent } from '../../db/agents'
import { insertAudit } from '../../db/audit'
import { deleteMemoriesOf } from '../../db/memories'
import type { Agent } from '../../db/schema'
import { endSessions, lockOpenSession } from '../../db/sessions'
import { auditRow } from '../audit'
import type { Caller } from '../auth/caller'
import { idempotentTransaction } from '../idempotency'
import { agentNotFound } from './errors'
import { agentTarget } from './new-agent'

export interface AgentChanges {
  description?: string | undefined
  pattern?: string | undefined
  metadata?: Record<string, unknown> | undefined
}

export async function changeAgent(caller: Caller<'agents:write'>, name: string, changes: AgentChanges): Promise<AgentView> {
  return idempotentTransaction(caller, 'change agent', { name, changes }, async (tx) => {
    const before = (await lockAgent(tx, caller.teamId, name, caller.onlyAgents)) ?? agentNotFound()
    const { metadata, ...others } = changes
    const after = await updateAgent(tx, before, { ...others, ...(metadata && { metadata: JSON.stringify(metadata) }) })
    await insertAudit(tx, auditRow(caller, 'agent.changed', agentTarget(after), { before: described(before), after: described(after) }))
    return (await findAgentView(tx, caller.teamId, name, caller.onlyAgents)) ?? agentNotFound()
  })
}

/** Ends its session and removes its memories; the history of its sessions stays and its name is free for a new agent. */
export async function deleteAgent(caller: Caller<'agents:write'>, name: string): Promise<{ agent: Agent; memoriesDeleted: number }> {
  return idempotentTransaction(caller, 'delete agent', { name }, async (tx) => {
    const agent = (await lockAgent(tx, caller.teamId, name, caller.onlyAgents)) ?? agentNotFound()
    const open = await lockOpenSession(tx, agent)
    if (open) await endSessions(tx, caller.teamId, [open.id], { reason: 'agent_deleted', by: caller.actor, address: caller.notes.address })
    const memoriesDeleted = await deleteMemoriesOf(tx, agent)
    await softDeleteAgent(tx, agent)
    await insertAudit(
      tx,
      auditRow(caller, 'agent.deleted', agentTarget(agent), { before: { ...described(agent), memories: memoriesDeleted } }),
    )
    return { agent, memoriesDeleted }
  })
}

const described = ({ description, pattern, metadata }: Agent) => ({ description, pattern, metadata })
