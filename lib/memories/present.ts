import type { z } from 'zod'
import type { CallSession } from '../../db/call-session'
import type { NewMemory } from '../../db/memories'
import type { Recalled } from '../../db/recall-search'
import type { Memory } from '../../db/schema'
import { namespaceOf } from '../agents/rules'
import type { SessionCredential } from '../auth/session-credential'
import { rfc3339 } from '../time'
import type { MemoryOfAgent } from './change'
import type { MemoryPage } from './read'
import type { RecalledByTime } from './recall'
import type { RememberedBatch } from './remember'
import type { BATCH_RESULT, DELETED_MEMORY, MEMORY, MEMORY_PAGE, RECALLED, RECALLED_BY_TIME, STORED_MEMORY } from './schemas'

/** A caller in a session: its token names the agent. */
type InSession = Pick<SessionCredential, 'claims'>

export function presentMemory({ memory, agentName }: MemoryOfAgent): z.infer<typeof MEMORY> {
  return {
    id: memory.id,
    memory_id: memory.id,
    agent_id: agentName,
    session_id: memory.session_id,
    type: memory.type,
    title: memory.title,
    content: memory.content,
    text: memory.content,
    confidence: memory.confidence,
    tags: memory.tags,
    source: memory.source,
    provenance: memory.provenance,
    created_at: rfc3339(memory.created_at),
    updated_at: rfc3339(memory.updated_at),
  }
}

const presentRanked = (memory: Memory & { score?: number | null }, agentName: string) => ({
  ...presentMemory({ memory, agentName }),
  score: memory.score ?? null,
})

/** A page of an agent's memories. */
export const presentMemoryPage = ({ agentName, shown, nextCursor }: MemoryPage): z.infer<typeof MEMORY_PAGE> => ({
  memories: shown.map((memory) => presentRanked(memory, agentName)),
  count: shown.length,
  next_cursor: nextCursor,
})

export function presentStored(
  { memory, session }: { memory: NewMemory; session: CallSession },
  { claims: { agentName } }: InSession,
): z.infer<typeof STORED_MEMORY> {
  const { id, type, title, confidence, tags, source, provenance } = memory
  return {
    memory_id: id,
    id,
    agent_id: agentName,
    session_id: session.id,
    namespace: namespaceOf(agentName),
    status: 'stored',
    type,
    title,
    confidence,
    tags,
    source,
    provenance,
    created_at: rfc3339(session.now),
  }
}

/** One result for each memory that was submitted, in their order. */
export function presentBatch(
  { items, memories, session }: RememberedBatch,
  { claims: { agentName } }: InSession,
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

export function presentDeletedMemory(deleted: MemoryOfAgent): z.infer<typeof DELETED_MEMORY> {
  return {
    ...presentMemory(deleted),
    namespace: namespaceOf(deleted.agentName),
    status: 'deleted',
    message: 'The memory was deleted.',
  }
}

function presentMemories({ session, memories }: Recalled, agentName: string) {
  const shown = memories.map((memory) => presentRanked(memory, agentName))
  return { agent_id: agentName, session_id: session.id, memories: shown, count: shown.length }
}

/** The answer of a recall by query. */
export function presentRecalled(recalled: Recalled & { query: string }, { claims }: InSession): z.infer<typeof RECALLED> {
  return { ...presentMemories(recalled, claims.agentName), query: recalled.query }
}

/** The answer of a recall by time. */
export function presentRecalledByTime(recalled: RecalledByTime, { claims }: InSession): z.infer<typeof RECALLED_BY_TIME> {
  const { mode, at, nextCursor } = recalled
  return {
    ...presentMemories(recalled, claims.agentName),
    temporal_mode: mode,
    ...(mode === 'as_of' && at && { as_of_date: rfc3339(at) }),
    ...(mode === 'changed_since' && at && { since_date: rfc3339(at) }),
    next_cursor: nextCursor,
  }
}
