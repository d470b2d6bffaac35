import type { z } from 'zod'
import type { LiveSession, NewMemory } from '../../db/memories'
import type { TimeMode } from '../../db/recall-by-time'
import type { Memory } from '../../db/schema'
import { namespaceOf } from '../sessions/present'
import { rfc3339 } from '../time'
import type { BatchItem } from './hold'
import type { MEMORY_TYPES, PROVENANCES } from './rules'
import type { BATCH_RESULT, DELETED_MEMORY, MEMORY, RECALLED, RECALLED_BY_TIME, STORED_MEMORY } from './schemas'

type MemoryType = (typeof MEMORY_TYPES)[number]
type Provenance = (typeof PROVENANCES)[number]

export function presentMemory(memory: Memory, agentName: string): z.infer<typeof MEMORY> {
  return {
    id: memory.id,
    memory_id: memory.id,
    agent_id: agentName,
    session_id: memory.session_id,
    type: memory.type as MemoryType,
    title: memory.title,
    content: memory.content,
    text: memory.content,
    confidence: memory.confidence,
    tags: memory.tags,
    source: memory.source,
    provenance: memory.provenance as Provenance,
    created_at: rfc3339(memory.created_at),
    updated_at: rfc3339(memory.updated_at),
  }
}

export function presentRanked(memory: Memory & { score?: number | null }, agentName: string) {
  return { ...presentMemory(memory, agentName), score: memory.score ?? null }
}

export function presentStored(
  { memory, session }: { memory: NewMemory; session: LiveSession },
  agentName: string,
): z.infer<typeof STORED_MEMORY> {
  const { id, type, title, confidence, tags, source, provenance } = memory
  return {
    memory_id: id,
    id,
    agent_id: agentName,
    session_id: session.id,
    namespace: namespaceOf(agentName),
    status: 'stored',
    type: type as MemoryType,
    title,
    confidence,
    tags,
    source,
    provenance: provenance as Provenance,
    created_at: rfc3339(session.now),
  }
}

/** One result for each memory that was submitted, in their order. */
export function presentBatch(
  { items, memories, session }: { items: BatchItem[]; memories: NewMemory[]; session: LiveSession },
  agentName: string,
): z.infer<typeof BATCH_RESULT> {
  const stored = memories.values()
  const results = items.map((item, index) => {
    if ('detail' in item) return { index, status: 'failed' as const, memory_id: null, id: null, error: item.detail, errors: item.errors }
    const { id } = stored.next().value as NewMemory
    return { index, status: 'stored' as const, memory_id: id, id }
  })
  return {
    agent_id: agentName,
    session_id: session.id,
    namespace: namespaceOf(agentName),
    total_submitted: items.length,
    successful: memories.length,
    failed: items.length - memories.length,
    results,
  }
}

export function presentForgotten(memory: Memory, agentName: string): z.infer<typeof DELETED_MEMORY> {
  return {
    ...presentMemory(memory, agentName),
    namespace: namespaceOf(agentName),
    status: 'deleted',
    message: 'The memory was deleted.',
  }
}

interface Found {
  session: LiveSession
  memories: (Memory & { score: number | null })[]
}

function presentFound({ session, memories }: Found, agentName: string) {
  const shown = memories.map((memory) => presentRanked(memory, agentName))
  return { agent_id: agentName, session_id: session.id, memories: shown, count: shown.length }
}

export function presentRecalled(found: Found & { query: string }, agentName: string): z.infer<typeof RECALLED> {
  return { ...presentFound(found, agentName), query: found.query }
}

interface FoundByTime extends Found {
  mode: TimeMode
  at: Date | null
  nextCursor: string | null
}

export function presentRecalledByTime(found: FoundByTime, agentName: string): z.infer<typeof RECALLED_BY_TIME> {
  const { mode, at, nextCursor } = found
  return {
    ...presentFound(found, agentName),
    temporal_mode: mode,
    ...(mode === 'as_of' && at && { as_of_date: rfc3339(at) }),
    ...(mode === 'changed_since' && at && { since_date: rfc3339(at) }),
    next_cursor: nextCursor,
  }
}
