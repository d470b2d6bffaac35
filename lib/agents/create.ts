import type { AgentView } from '../../db/agent-lists'
import { findAgentLike, insertAgent } from '../../db/agents'
import type { AgentPattern } from '../../db/constants'
import type { Agent, Tx } from '../../db/schema'
import type { Identity, Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { failField } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { agentExists, requireAllAgents } from './errors'
import { AGENT_NAME_RULE, isAgentName } from './input'

export interface NewAgent {
  agentName: string
  pattern: AgentPattern
  description: string
  metadata: Record<string, unknown>
}

/** Creates an agent of the team. @throws agent_exists when a living agent has the name, in any case; agent_not_allowed for a limited key */
export async function createAgent(principal: Principal<'agents:write'>, input: NewAgent, context: RequestContext): Promise<AgentView> {
  return idempotentTransaction(principal, context, 'create agent', input, async (tx) => {
    const agent = await insertNewAgent(tx, principal, context, input)
    return { ...agent, memory_count: 0, active_session_id: null, active_expires_at: null, now: agent.created_at }
  })
}

/** Creates an agent within a transaction. @throws agent_exists, agent_not_allowed */
export async function insertNewAgent(tx: Tx, author: Identity, context: RequestContext, input: NewAgent): Promise<Agent> {
  return (await insertAgentIfNameIsFree(tx, author, context, input)) ?? throwAgentExists(tx, author, input.agentName)
}

/** Creates an agent within a transaction; undefined when a living agent has the name, in any case. @throws agent_not_allowed */
export async function insertAgentIfNameIsFree(
  tx: Tx,
  author: Identity,
  context: RequestContext,
  input: NewAgent,
): Promise<Agent | undefined> {
  requireAllAgents(author)
  const { agentName: name, metadata, ...columns } = input
  if (!isAgentName(name)) failField('agent_id', AGENT_NAME_RULE)
  const agent = await insertAgent(tx, { ...columns, name, team_id: author.teamId, metadata: JSON.stringify(metadata) })
  if (agent) {
    const after = { agent_id: name, ...columns, metadata }
    await recordEvent(tx, author, context, { kind: 'agent.created', target: agentTarget(agent), after })
  }
  return agent
}

/** @throws agent_exists, naming the agent that has the name in another case */
export async function throwAgentExists(tx: Tx, { teamId }: Identity, name: string): Promise<never> {
  return agentExists(name, (await findAgentLike(tx, teamId, name))?.name ?? name)
}

/** An agent as the target of an audit entry. */
export const agentTarget = ({ id, name }: Pick<Agent, 'id' | 'name'>) => ({ kind: 'agent', id, name })
