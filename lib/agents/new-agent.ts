import { findAgentLike, insertAgent } from '../../db/agents'
import { insertAudit } from '../../db/audit'
import type { Agent, Tx } from '../../db/schema'
import { auditRow } from '../audit'
import type { Caller } from '../auth/caller'
import { failField } from '../errors'
import { nameTaken, refuseLimited } from './errors'
import { isAgentName } from './input'

export interface NewAgent {
  agent_id: string
  pattern: string
  description: string
  metadata: Record<string, unknown>
}

/** Makes an agent within a transaction. */
export async function addAgent(tx: Tx, caller: Caller, input: NewAgent): Promise<Agent> {
  return (await addAgentIfFree(tx, caller, input)) ?? refuseTaken(tx, caller, input.agent_id)
}

/** The same; undefined when a living agent has the name, in whatever case. */
export async function addAgentIfFree(tx: Tx, caller: Caller, input: NewAgent): Promise<Agent | undefined> {
  refuseLimited(caller)
  if (!isAgentName(input.agent_id)) failField('agent_id', 'must be 1 to 64 letters, digits, hyphens or underscores')
  const { agent_id: name, ...columns } = input
  const agent = await insertAgent(tx, { ...columns, name, team_id: caller.teamId, metadata: JSON.stringify(input.metadata) })
  if (agent) await insertAudit(tx, auditRow(caller, 'agent.created', agentTarget(agent), { after: input }))
  return agent
}

export async function refuseTaken(tx: Tx, { teamId }: Caller, name: string): Promise<never> {
  return nameTaken((await findAgentLike(tx, teamId, name))?.name ?? name)
}

export const agentTarget = (agent: Agent) => ({ kind: 'agent', id: agent.id, name: agent.name })
