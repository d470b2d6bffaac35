import { isDeepStrictEqual } from 'node:util'
import { type AgentView, lockAgentView } from '../../db/agent-lists'
import { lockAgent, softDeleteAgent, updateAgent } from '../../db/agents'
import type { AgentPattern } from '../../db/constants'
import { replaceAnswersOfAgent } from '../../db/idempotency'
import { lockAgentAndSession } from '../../db/locked-agent'
import { deleteMemoriesOf } from '../../db/memories'
import type { Agent, Tx } from '../../db/schema'
import { endLockedSession } from '../../db/session-endings'
import { lockTeam } from '../../db/teams'
import { type Principal, requireScope } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction, PURGED } from '../idempotency'
import { dropIndex } from '../recall/index-cache'
import { agentTarget } from './create'
import { agentNotFound } from './errors'
import { requireNoHold } from './legal-hold'

interface AgentChanges {
  agentName: string
  description?: string | undefined
  pattern?: AgentPattern | undefined
  metadata?: Record<string, unknown> | undefined
  /** While it is set, nothing removes memories of the agent for good. To change it takes the scope memories:admin too. */
  legalHold?: boolean | undefined
  /** When the agent that the caller has seen was changed last; if it was changed since, nothing is changed. */
  seenAt?: Date | undefined
}

/**
 * Changes fields of an agent; those that are left out stay as they are. What changes nothing is not recorded.
 * @throws agent_not_found; insufficient_scope where `legalHold` is given; invalid_request when it was changed after `seenAt`
 */
export async function changeAgent(
  principal: Principal<'agents:write'>,
  { agentName, seenAt, ...changes }: AgentChanges,
  context: RequestContext,
): Promise<AgentView> {
  const { teamId, agentRowIds } = principal
  if (changes.legalHold !== undefined) requireScope(principal, 'memories:admin')
  return idempotentTransaction(principal, context, 'change agent', { agentName, changes }, async (tx) => {
    if (changes.legalHold !== undefined) await lockExistingTeam(tx, teamId)
    const before = (await lockAgentView(tx, teamId, agentName, agentRowIds)) ?? agentNotFound()
    requireUnchanged(before, seenAt)
    const {
      description = before.description,
      pattern = before.pattern,
      metadata = before.metadata,
      legalHold = before.legal_hold,
    } = changes
    const changed = { description, pattern, legal_hold: legalHold, updated_at: before.now }
    if (isDeepStrictEqual(describeAgent(before), describeAgent({ ...before, ...changed, metadata }))) return before
    await updateAgent(tx, before, { ...changed, metadata: JSON.stringify(metadata) })
    const after = { ...before, ...changed, metadata }
    const change = { before: describeAgent(before), after: describeAgent(after) }
    await recordEvent(tx, principal, context, { kind: 'agent.changed', target: agentTarget(after), ...change })
    return after
  })
}

/** Locks the team: a legal hold is not confirmed for an agent whose team is being deleted. @throws agent_not_found when the team is deleted */
async function lockExistingTeam(tx: Tx, teamId: string): Promise<void> {
  const { deleted_at } = await lockTeam(tx, teamId)
  if (deleted_at !== null) agentNotFound()
}

function requireUnchanged({ updated_at }: AgentView, seenAt: Date | undefined): void {
  if (seenAt === undefined || seenAt.getTime() === updated_at.getTime()) return
  fail('invalid_request', 'This agent was changed while you edited it. Nothing was saved; what you entered is still in the form.')
}

export interface AgentDeletion {
  agent: Agent
  memoriesDeleted: number
}

/** Deletes an agent: ends its session and deletes its memories. Its session history is kept, and its name is free. @throws agent_not_found, legal_hold */
export async function deleteAgent(
  principal: Principal<'agents:write'>,
  { agentName }: { agentName: string },
  context: RequestContext,
): Promise<AgentDeletion> {
  const { teamId, agentRowIds, actor } = principal
  const deletion = await idempotentTransaction(principal, context, 'delete agent', { agentName }, async (tx) => {
    const agent = (await lockAgent(tx, teamId, agentName, agentRowIds)) ?? agentNotFound()
    requireNoHold(agent)
    const { open, use, now } = await lockAgentAndSession(tx, { teamId, agentName, agentRowIds, withUse: true })
    if (open && use) await endLockedSession(tx, open, use, { reason: 'agent_deleted', by: actor, address: context.clientAddress }, now)
    const memoriesDeleted = await deleteMemoriesOf(tx, agent)
    // After the memories are deleted, which waits for changes of them that are in progress: these have recorded their answers by now.
    await replaceAnswersOfAgent(tx, agent, PURGED)
    await softDeleteAgent(tx, agent)
    const before = { ...describeAgent(agent), memories: memoriesDeleted }
    await recordEvent(tx, principal, context, { kind: 'agent.deleted', target: agentTarget(agent), before })
    return { agent, memoriesDeleted }
  })
  dropIndex({ team_id: teamId, id: deletion.agent.id })
  return deletion
}

const describeAgent = ({ description, pattern, metadata, legal_hold }: Agent) => ({ description, pattern, metadata, legal_hold })
