import { type AgentView, findAgentView } from '../../db/agents'
import type { Caller } from '../auth/caller'
import { idempotentTransaction } from '../idempotency'
import { agentNotFound } from './errors'
import { addAgent, type NewAgent } from './new-agent'

export async function createAgent(caller: Caller<'agents:write'>, input: NewAgent): Promise<AgentView> {
  return idempotentTransaction(caller, 'create agent', input, async (tx) => {
    const agent = await addAgent(tx, caller, input)
    return (await findAgentView(tx, caller.teamId, agent.name, null)) ?? agentNotFound()
  })
}
