import type { z } from 'zod'
import type { NewMemory } from '../../db/memories'
import type { VersionView } from '../../db/memory-versions'
import type { Recalled } from '../../db/recall-search'
import type { Memory } from '../../db/schema'
import { namespaceOf } from '../agents/rules'
import type { SessionCredential } from '../auth/session-credential'
import type { Reasons } from '../recall/reasons'
import { addHours, minuteInUtc, rfc3339 } from '../time'
import type { DeletedMemory } from './delete'
import type { MemoryHistory } from './history'
import type { MemoryOfAgent } from './one-memory'
import type { MemoryPage } from './read'
import type { RecalledByQuery, RecalledByTime } from './recall'
import type { RememberedBatch, RememberedOne } from './remember'
import type {
  BATCH_RESULT,
  DELETED_MEMORY,
  MEMORY,
  MEMORY_PAGE,
  MEMORY_VERSIONS,
  RECALLED,
  RECALLED_BY_TIME,
  STORED_MEMORY,
} from './schemas'

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

export const presentRanked = (memory: Memory & { score?: number | null; reasons?: Reasons | undefined }, agentName: string) => ({
  ...presentMemory({ memory, agentName }),
  score: memory.score ?? null,
  ...(memory.reasons && { reasons: memory.reasons }),
})

/** A page of an agent's memories. */
export const presentMemoryPage = ({ agentName, shown, nextCursor }: MemoryPage): z.infer<typeof MEMORY_PAGE> => ({
  memories: shown.map((memory) => presentRanked(memory, agentName)),
  count: shown.length,
  next_cursor: nextCursor,
})

export function presentStored(
  { memory, session, supersedes, similar }: RememberedOne,
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
  }
}

function expiryOf({ expiresAt, ttlHours }: NewMemory, now: Date): string | null {
  if (expiresAt !== undefined) return rfc3339(expiresAt)
  return ttlHours === undefined ? null : rfc3339(addHours(now, ttlHours))
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

export function presentDeletedMemory(deleted: DeletedMemory): z.infer<typeof DELETED_MEMORY> {
  const { restorableUntil } = deleted
  return {
    ...presentMemory(deleted),
    namespace: namespaceOf(deleted.agentName),
    status: 'deleted',
    message: restorableUntil
      ? `The memory was deleted. It can be restored until ${minuteInUtc(restorableUntil)}.`
      : 'The memory was purged.',
    restorable_until: restorableUntil && rfc3339(restorableUntil),
  }
}

function presentMemories({ session, memories }: Recalled | RecalledByQuery, agentName: string) {
  const shown = memories.map((memory) => presentRanked(memory, agentName))
  return { agent_id: agentName, session_id: session.id, memories: shown, count: shown.length }
}

/** The answer of a recall by query. */
export function presentRecalled(recalled: RecalledByQuery, { claims }: InSession): z.infer<typeof RECALLED> {
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

/** A page of the versions of a memory, the latest first. */
export const presentHistory = ({ agentName, memoryId, versions, nextCursor }: MemoryHistory): z.infer<typeof MEMORY_VERSIONS> => ({
  memory_id: memoryId,
  agent_id: agentName,
  versions: versions.map(presentVersion),
  count: versions.length,
  next_cursor: nextCursor,
})

function presentVersion(version: VersionView): z.infer<typeof MEMORY_VERSIONS>['versions'][number] {
  const { type, title, content, confidence, tags, source, provenance, status, superseded_by, trust, client, reason } = version
  const { by_kind: kind, by_id: id, by_name: name } = version
  return {
    version: version.version,
    ...{ type, title, content, confidence, tags, source, provenance, status, superseded_by, trust, client, reason },
    occurred_at: rfc3339(version.occurred_at ?? version.created_at),
    created_at: rfc3339(version.created_at),
    expires_at: version.expires_at && rfc3339(version.expires_at),
    known_from: rfc3339(version.known_from),
    known_until: version.known_until && rfc3339(version.known_until),
    author: kind && id ? { kind, id, name: name ?? id } : null,
    session_id: version.version === 1 ? version.session_id : version.changed_in,
  }
}
