import { findAgent } from '../../db/agents'
import { lockMemory, type VersionAuthor, writeVersion } from '../../db/memory-changes'
import type { AgentKey, Memory, Tx } from '../../db/schema'
import { agentNotFound } from '../agents/errors'
import type { Identity, Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail, failField } from '../errors'
import { type AuditedEvent, recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import type { ChangedMemory } from './change'
import { type ChangeInput, describeMemory, isUnchangedBy, lockToChange, memoryTarget, versionAuthor } from './one-memory'
import { screenReason } from './screen-reason'

/**
 * Marks a memory as superseded, by another memory of the agent if one is named: it is no longer recalled.
 * @throws agent_not_found, memory_not_found, memory_changed
 */
export async function supersedeMemory(
  principal: Principal<'memories:write'>,
  input: ChangeInput & { supersededBy?: string | undefined },
  context: RequestContext,
): Promise<ChangedMemory> {
  const { agentName, supersededBy } = input
  const { reason, findings } = await screenReason(principal, input.reason)
  if (supersededBy === input.memoryId) failField('superseded_by', 'must be another memory')
  return idempotentTransaction(principal, context, 'supersede memory', input, async (tx) => {
    // Two memories that supersede each other at once would both be gone: the second call waits, and then finds that the first one is superseded.
    const other = supersededBy === undefined ? undefined : await lockBoth(tx, principal, input, supersededBy)
    if (supersededBy !== undefined && other?.status !== 'active') failField('superseded_by', 'must be an active memory of this agent')
    const { agent, before } = await lockToChange(tx, principal, input)
    const by = supersededBy ?? null
    if (isUnchangedBy(before, supersedingChanges(by))) return { memory: before, agentName, findings }
    const { memory, event } = await markSuperseded(tx, agent, before, by, versionAuthor(principal, context, reason))
    await recordEvent(tx, principal, context, event)
    return { memory, agentName, findings }
  })
}

/** Locks a memory and the one that takes its place, which is returned. Always in the same order, so that two transactions never wait for each other. */
async function lockBoth(tx: Tx, { teamId, agentRowIds }: Identity, { agentName, memoryId }: ChangeInput, otherId: string) {
  const agent = (await findAgent(tx, teamId, agentName, agentRowIds)) ?? agentNotFound()
  const locked = new Map<string, Memory | undefined>()
  for (const id of [memoryId, otherId].sort()) locked.set(id, await lockMemory(tx, agent, id))
  return locked.get(otherId)
}

/**
 * Marks memories as superseded by one that was just stored, and returns what the audit log says of it.
 * @throws memory_not_found when one of them does not exist or is deleted
 */
export async function supersedeAll(
  tx: Tx,
  agent: AgentKey & { name: string },
  ids: readonly string[],
  by: string,
  author: VersionAuthor,
): Promise<AuditedEvent[]> {
  const events: AuditedEvent[] = []
  // Always in the same order, so that two transactions never wait for each other.
  for (const id of [...new Set(ids)].sort()) {
    const before = await lockMemory(tx, agent, id)
    if (before === undefined || before.status === 'deleted') fail('memory_not_found', `This agent has no memory ${id} to supersede.`)
    events.push((await markSuperseded(tx, agent, before, by, author)).event)
  }
  return events
}

const supersedingChanges = (by: string | null) => ({ status: 'superseded', superseded_by: by }) as const

async function markSuperseded(
  tx: Tx,
  agent: AgentKey & { name: string },
  before: Memory,
  by: string | null,
  author: VersionAuthor,
): Promise<{ memory: Memory; event: AuditedEvent }> {
  const memory = await writeVersion(tx, agent, before.id, supersedingChanges(by), author)
  const after = { ...describeMemory(agent, memory), superseded_by: by }
  return { memory, event: { kind: 'memory.superseded', target: memoryTarget(agent, memory), before: describeMemory(agent, before), after } }
}
