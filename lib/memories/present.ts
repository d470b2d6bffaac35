import type { z } from 'zod'
import type { NewMemory } from '../../db/memories'
import type { MemoryUse } from '../../db/memory-uses'
import type { Recalled } from '../../db/recall-search'
import type { Memory } from '../../db/schema'
import { namespaceOf } from '../agents/rules'
import type { SessionCredential } from '../auth/session-credential'
import type { Reasons } from '../recall/reasons'
import type { Finding } from '../redaction/scan-memory'
import { addHours, minuteInUtc, rfc3339 } from '../time'
import type { ChangedMemory } from './change'
import type { DeletedMemory } from './delete'
import type { MemoryOfAgent } from './one-memory'
import type { MemoryPage, MemoryWithUse } from './read'
import type { RecalledByQuery, RecalledByTime } from './recall'
import type { RememberedBatch, RememberedOne } from './remember'
import type { BATCH_RESULT, DELETED_MEMORY, MEMORY, MEMORY_DETAIL, MEMORY_PAGE, RECALLED, RECALLED_BY_TIME, STORED_MEMORY } from './schemas'

/** A caller in a session: its token names the agent. */
type InSession = Pick<SessionCredential, 'claims'>

/** A memory after a change, with what was found in the changed texts. */
export const presentChangedMemory = ({ findings, ...changed }: ChangedMemory): z.infer<typeof MEMORY> => ({
  ...presentMemory(changed),
  ...presentFindings(findings),
})

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
    occurred_at: rfc3339(memory.occurred_at ?? memory.created_at),
    created_at: rfc3339(memory.created_at),
    updated_at: rfc3339(memory.updated_at),
    version: memory.version,
    status: memory.status,
    superseded_by: memory.superseded_by,
    expires_at: memory.expires_at && rfc3339(memory.expires_at),
    trust: memory.trust,
  }
}

/** How often a memory was recalled. */
export const presentUse = ({ recalled_count, last_recalled_at }: MemoryUse) => ({
  recalled_count,
  last_recalled_at: last_recalled_at && rfc3339(last_recalled_at),
})

/** A memory with how often it was recalled. */
export const presentMemoryDetail = ({ memory, agentName }: MemoryWithUse): z.infer<typeof MEMORY_DETAIL> => ({
  ...presentMemory({ memory, agentName }),
  ...presentUse(memory),
})

export const presentRanked = (memory: Memory & { score?: number | null; reasons?: Reasons | undefined }, agentName: string) => ({
  ...presentMemory({ memory, agentName }),
  score: memory.score ?? null,
  ...(memory.reasons && { reasons: memory.reasons }),
})

/** A page of an agent's memories. */
export const presentMemoryPage = ({ agentName, shown, nextCursor, isComplete }: MemoryPage): z.infer<typeof MEMORY_PAGE> => ({
  memories: shown.map((memory) => ({ ...presentRanked(memory, agentName), ...presentUse(memory) })),
  count: shown.length,
  next_cursor: nextCursor,
  is_complete: isComplete,
})

export function presentStored(
  { memory, session, supersedes, similar, findings }: RememberedOne,
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
    occurred_at: rfc3339(memory.occurredAt ?? session.now),
    created_at: rfc3339(session.now),
    expires_at: expiryOf(memory, session.now),
    supersedes,
    ...(similar && { similar: similar.map(({ id: similarId, score, content }) => ({ memory_id: similarId, score, content })) }),
    ...presentFindings(findings),
  }
}

function expiryOf({ expiresAt, ttlHours }: NewMemory, now: Date): string | null {
  if (expiresAt !== undefined) return rfc3339(expiresAt)
  return ttlHours === undefined ? null : rfc3339(addHours(now, ttlHours))
}

/** What was found in a memory that does not belong there; nothing when there was nothing. */
export const presentFindings = (findings: Finding[] = []) =>
  findings.length > 0 ? { findings: findings.map(({ field, kind, start, end }) => ({ field, kind, start, end })) } : {}

/** One result for each memory that was submitted, in their order. */
export function presentBatch(
  { items, memories, session }: RememberedBatch,
  { claims: { agentName } }: InSession,
): z.infer<typeof BATCH_RESULT> {
  const stored = memories.values()
  const results = items.map((item, index) => {
    const findings = presentFindings(item.findings)
    if ('detail' in item)
      return { index, status: 'failed' as const, memory_id: null, id: null, error: item.detail, errors: item.errors, ...findings }
    const { id } = stored.next().value as NewMemory
    return { index, status: 'stored' as const, memory_id: id, id, ...findings }
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

export function presentDeletedMemory(deleted: DeletedMemory): z.infer<typeof DELETED_MEMORY> {
  const { restorableUntil } = deleted
  return {
    ...presentMemory(deleted),
    namespace: namespaceOf(deleted.agentName),
    status: 'deleted',
    message: deletionMessage(deleted),
    restorable_until: restorableUntil && rfc3339(restorableUntil),
    ...presentFindings(deleted.findings),
  }
}

function deletionMessage({ restorableUntil, isOnHold }: DeletedMemory): string {
  if (restorableUntil === null) return 'The memory was purged.'
  const holdText = isOnHold ? ', and for as long as its agent is on legal hold' : ''
  return `The memory was deleted. It can be restored until ${minuteInUtc(restorableUntil)}${holdText}.`
}

function presentMemories({ session, memories }: Recalled | RecalledByQuery, agentName: string) {
  const shown = memories.map((memory) => presentRanked(memory, agentName))
  return { agent_id: agentName, session_id: session.id, memories: shown, count: shown.length }
}

/** The answer of a recall by query. */
export function presentRecalled(recalled: RecalledByQuery, { claims }: InSession): z.infer<typeof RECALLED> {
  return { ...presentMemories(recalled, claims.agentName), query: recalled.query, is_complete: recalled.isComplete }
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
