import { findAgent, lockAgent } from '../../db/agents'
import { deleteMemory as deleteRow, lockMemory, type MemoryChanges, updateMemory } from '../../db/memories'
import type { Agent, Memory } from '../../db/schema'
import { findRedactionPolicy } from '../../db/teams'
import { agentNotFound } from '../agents/errors'
import { dbFor, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { storedTerms } from '../recall/stored-terms'
import type { Finding } from '../redaction/scan-memory'
import { screenMemory } from '../redaction/screen-memory'
import { memoryNotFound } from './errors'

interface MemoryPath {
  agentName: string
  memoryId: string
}

/** A memory with the public id of its agent. */
export interface MemoryOfAgent {
  memory: Memory
  agentName: string
}

/** A changed memory, and what was found in the changed texts. */
export interface ChangedMemory extends MemoryOfAgent {
  findings: Finding[]
}

/** Changes fields of a memory; those that are left out stay as they are. @throws agent_not_found, memory_not_found, secret_in_memory */
export async function changeMemory(
  principal: Principal<'memories:write'>,
  {
    agentName,
    memoryId,
    occurredAt,
    ...others
  }: MemoryPath & Omit<MemoryChanges, 'occurred_at'> & { occurredAt?: Date | null | undefined },
  context: RequestContext,
): Promise<ChangedMemory> {
  const screened = await screenMemory(others, () => findRedactionPolicy(dbFor(principal), principal.teamId))
  if (screened.refusal) throw screened.refusal
  const { findings } = screened
  const changes: MemoryChanges = { ...screened.memory, ...(occurredAt !== undefined && { occurred_at: occurredAt }) }
  const input = { agentName, memoryId, changes }
  return idempotentTransaction(principal, context, 'change memory', input, async (tx) => {
    const agent = (await findAgent(tx, principal.teamId, agentName, principal.agentRowIds)) ?? agentNotFound()
    const before = (await lockMemory(tx, agent, memoryId)) ?? memoryNotFound()
    const terms = storedTerms({ ...before, ...changes })
    const memory = (await updateMemory(tx, agent, memoryId, changes, terms)) ?? memoryNotFound()
    await recordEvent(tx, principal, context, {
      kind: 'memory.changed',
      target: memoryTarget(agent, memory),
      before: describeMemory(agent, before),
      after: { ...describeMemory(agent, memory), content_changed: before.content !== memory.content },
    })
    return { memory, agentName, findings }
  })
}

/** Deletes a memory. Locks the agent first, as everything does that changes its counts. @throws agent_not_found, memory_not_found */
export async function deleteMemory(
  principal: Principal<'memories:write'>,
  { agentName, memoryId }: MemoryPath,
  context: RequestContext,
): Promise<MemoryOfAgent> {
  return idempotentTransaction(principal, context, 'delete memory', { agentName, memoryId }, async (tx) => {
    const agent = (await lockAgent(tx, principal.teamId, agentName, principal.agentRowIds)) ?? agentNotFound()
    const memory = (await deleteRow(tx, agent, memoryId)) ?? memoryNotFound()
    const before = describeMemory(agent, memory)
    await recordEvent(tx, principal, context, { kind: 'memory.deleted', target: memoryTarget(agent, memory), before })
    return { memory, agentName }
  })
}

const memoryTarget = (agent: Agent, memory: Memory) => ({ kind: 'memory', id: memory.id, name: agent.name })

/** Title, content and tags are recorded by their size alone: the audit log outlives the memory, and what was deleted must be gone. */
function describeMemory(agent: Agent, { type, title, content, confidence, tags, source, provenance }: Memory) {
  return {
    agent_id: agent.name,
    type,
    title_characters: title?.length ?? 0,
    content_characters: content.length,
    tags: tags.length,
    confidence,
    source,
    provenance,
  }
}
