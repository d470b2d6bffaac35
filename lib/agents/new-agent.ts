import { findAgentLike, insertAgent } from '../../db/agents'
import { insertAudit } from '../../db/audit'
import type { Agent, Tx } from '../../db/schema'
import { auditRow } from '../audit'
import type { Caller } from '../auth/caller'
import { failField } from '../errors'
import { isAgentName } from './input'
import { nameTaken, refuseLimited } from './refusals'

export interface NewAgent {
  agent_id: string
  pattern: string
  description: string
  metadata: Record<string, unknown>
}

/** Makes an agent within a transaction: of its own, or of the activation that may make a missing one. */
export async function addAgent(tx: Tx, caller: Caller, input: NewAgent): Promise<Agent> {
  refuseLimited(caller)
  if (!isAgentName(input.agent_id)) failField('agent_id', 'must be 1 to 64 letters, digits, hyphens or underscores')
  const agent = await insertAgent(tx, { ...input, team_id: caller.teamId, metadata: JSON.stringify(input.metadata) })
  if (agent === undefined) return nameTaken((await findAgentLike(tx, caller.teamId, input.agent_id))?.agent_id ?? input.agent_id)
  await insertAudit(tx, auditRow(caller, 'agent.created', agentTarget(agent), { after: input }))
  return agent
}

export const agentTarget = (agent: Agent) => ({ kind: 'agent', id: agent.id, name: agent.agent_id })
