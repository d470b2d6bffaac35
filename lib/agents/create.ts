import { type AgentView, findAgentView } from '../../db/agents'
import type { Caller } from '../auth/caller'
import { writing } from '../writing'
import { addAgent, type NewAgent } from './new-agent'
import { agentMissing } from './refusals'

export async function createAgent(caller: Caller<'agents:write'>, input: NewAgent): Promise<AgentView> {
  return writing(caller, 'create agent', input, async (tx) => {
    const agent = await addAgent(tx, caller, input)
    return (await findAgentView(tx, caller.teamId, agent.agent_id, null)) ?? agentMissing()
  })
}
