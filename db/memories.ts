import { CompiledQuery, sql } from 'kysely'
import { CALL_SESSION_COLUMNS, type CallRow, type CallSession, callSessionOf } from './call-session'
import type { MemoryType, Provenance } from './constants'
import { addToCounters, addToTimeline, eventMemoryIds } from './fragments'
import { type IndexRow, STORED_COLUMNS } from './index-rows'
import { addMemoryWords, insertWordsOf, removeAgentWords } from './memory-words'
import type { AgentKey, Db, Memory, Tx } from './schema'
import { type AuthorizationRequest, authorizationValues, sessionAuthorization } from './session-authorization'
import { hotStatement } from './statement-hooks'

/** A memory to store. */
export interface NewMemory {
  id: string
  type: MemoryType
  title: string | null
  content: string
  confidence: number
  tags: string[]
  source: string
  provenance: Provenance
  /** When what it tells happened; null if that is now. */
  occurredAt: Date | null
}

/** The terms under which a memory is found. */
export interface MemoryTerms {
  /** As text of a tsvector. */
  search: string
  wordCount: number
  /** The version of the analysis that found them. */
  analysis: number
}

const REMEMBER = hotStatement(
  'remember',
  `with ${sessionAuthorization({ lock: true })},
stored as (
  insert into memories (team_id, id, agent_row_id, session_id, type, title, content, confidence, tags, source, provenance, occurred_at,
    search, word_count, analysis, created_at, updated_at)
  select a.team_id, m.id, a.agent_row_id, a.id, m.type, m.title, m.content, m.confidence, m.tags, m.source, m.provenance, m."occurredAt",
    m.search, m."wordCount", m.analysis, a.now, a.now
  from authorized a cross join jsonb_to_recordset($10::jsonb) as m (
    id text, type text, title text, content text, confidence double precision, tags text[], source text, provenance text,
    "occurredAt" timestamptz, search tsvector, "wordCount" integer, analysis smallint)
  returning team_id, agent_row_id, session_id, id, seq, txid, type, tags, confidence, word_count, search, created_at, occurred_at
),
new_words as (${insertWordsOf('stored')}),
used as (${addToCounters({ stored: '$11::bigint' })}),
event as (${addToTimeline('remembered', { amount: '$11', memoryIds: eventMemoryIds('stored', 'seq'), address: '$12::text' })})
select ${CALL_SESSION_COLUMNS}, (select json_agg(i) from (select ${STORED_COLUMNS} from stored m) i) as stored from verdict v`,
)

/** Stores memories and counts them, if the call is authorized: the `refusal` of the returned session says whether it is. Returns what an index needs of them. Undefined when there is no such session. One round trip. */
export async function insertMemories(
  db: Db | Tx,
  request: AuthorizationRequest,
  memories: (NewMemory & MemoryTerms)[],
  clientAddress: string | null,
): Promise<{ session: CallSession; stored: IndexRow[] } | undefined> {
  const values = [...authorizationValues(request), JSON.stringify(memories), memories.length, clientAddress]
  const { rows } = await db.executeQuery<CallRow & { stored: IndexRow[] | null }>(CompiledQuery.raw(REMEMBER, values))
  const session = callSessionOf(rows[0])
  return session && { session, stored: rows[0]?.stored ?? [] }
}

/** The columns of a memory that is shown. */
export const MEMORY_COLUMNS = [
  'team_id',
  'id',
  'agent_row_id',
  'session_id',
  'seq',
  'type',
  'title',
  'content',
  'confidence',
  'tags',
  'source',
  'provenance',
  'occurred_at',
  'created_at',
  'updated_at',
] as const

/** Finds a memory of an agent. */
export async function findMemory(db: Db, agent: AgentKey, id: string): Promise<Memory | undefined> {
  return db
    .selectFrom('memories')
    .select(MEMORY_COLUMNS)
    .where('team_id', '=', agent.team_id)
    .where('agent_row_id', '=', agent.id)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The fields of a memory that can be changed. */
export type MemoryChanges = Partial<
  Pick<Memory, 'type' | 'title' | 'content' | 'confidence' | 'tags' | 'source' | 'provenance' | 'occurred_at'>
>

/** Finds a memory of an agent as `findMemory` does and locks it: changes of one memory wait for each other. */
export async function lockMemory(tx: Tx, agent: AgentKey, id: string): Promise<Memory | undefined> {
  return tx
    .selectFrom('memories')
    .select(MEMORY_COLUMNS)
    .where('team_id', '=', agent.team_id)
    .where('agent_row_id', '=', agent.id)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The transaction that runs. */
const THIS_TRANSACTION = sql<string>`pg_current_xact_id()`

/** Changes the given fields of a memory, and its terms. Returns undefined when the agent has no such memory. */
export async function updateMemory(
  tx: Tx,
  agent: AgentKey,
  id: string,
  changes: MemoryChanges,
  { search, wordCount, analysis }: MemoryTerms,
): Promise<Memory | undefined> {
  const updated = await tx
    .updateTable('memories')
    .set({ ...changes, search, word_count: wordCount, analysis, txid: THIS_TRANSACTION, updated_at: sql<Date>`memanto_now()` })
    .where('team_id', '=', agent.team_id)
    .where('agent_row_id', '=', agent.id)
    .where('id', '=', id)
    .returning(MEMORY_COLUMNS)
    .executeTakeFirst()
  if (updated) await addMemoryWords(tx, updated)
  return updated
}

/** Deletes a memory, and updates the count of its agent. Returns undefined when the agent has no such memory. */
export async function deleteMemory(tx: Tx, agent: AgentKey, id: string): Promise<Memory | undefined> {
  const deleted = await tx
    .deleteFrom('memories')
    .where('team_id', '=', agent.team_id)
    .where('agent_row_id', '=', agent.id)
    .where('id', '=', id)
    .returning(MEMORY_COLUMNS)
    .executeTakeFirst()
  if (deleted) {
    await uncountMemory(tx, agent)
    await tx.insertInto('memory_deletions').values({ team_id: agent.team_id, agent_row_id: agent.id, memory_id: id }).execute()
  }
  return deleted
}

async function uncountMemory(tx: Tx, agent: AgentKey): Promise<void> {
  await tx
    .updateTable('agents')
    .set((row) => ({ settled_memories: row('settled_memories', '-', 1) }))
    .where('team_id', '=', agent.team_id)
    .where('id', '=', agent.id)
    .execute()
}

/** Deletes all memories of an agent, and returns how many there were. */
export async function deleteMemoriesOf(tx: Tx, agent: AgentKey): Promise<number> {
  await removeAgentWords(tx, agent)
  const { numDeletedRows } = await tx
    .deleteFrom('memories')
    .where('team_id', '=', agent.team_id)
    .where('agent_row_id', '=', agent.id)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
