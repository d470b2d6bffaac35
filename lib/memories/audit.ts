import { insertAudit } from '../../db/audit'
import type { Agent, Memory, Tx } from '../../db/schema'
import { auditRow } from '../audit'
import type { Caller } from '../auth/caller'

/** Records which fields of a memory were changed. */
export async function auditMemoryChange(tx: Tx, caller: Caller, agent: Agent, before: Memory, after: Memory): Promise<void> {
  const [old, now] = [describedMemory(agent, before), describedMemory(agent, after)]
  const change = { before: old, after: { ...now, content_changed: before.content !== after.content } }
  await insertAudit(tx, auditRow(caller, 'memory.changed', memoryTarget(agent, after), change))
}

/** Records that a memory was deleted. */
export async function auditMemoryDeletion(tx: Tx, caller: Caller, agent: Agent, memory: Memory): Promise<void> {
  await insertAudit(tx, auditRow(caller, 'memory.deleted', memoryTarget(agent, memory), { before: describedMemory(agent, memory) }))
}

const memoryTarget = (agent: Agent, memory: Memory) => ({ kind: 'memory', id: memory.id, name: agent.name })

/** Title, content and tags are told by their size alone: the log outlives the memory, and what was deleted must be gone. */
function describedMemory(agent: Agent, { type, title, content, confidence, tags, source, provenance }: Memory) {
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
