import { CompiledQuery, sql } from 'kysely'
import { findWithAgent, NAMED_AGENT, type SoughtAgent } from './agents'
import { CALL_SESSION_COLUMNS, type CallRow, type CallSession, callSessionOf } from './call-session'
import type { MemoryType, Provenance } from './constants'
import { addToCounters, addToTimeline, eventMemoryIds, ISSUED_TO, lockOrder } from './fragments'
import { type IndexRow, STORED_COLUMNS } from './index-rows'
import { memoryColumns } from './memory-columns'
import { joinUse, type MemoryUse, USE_COLUMNS } from './memory-uses'
import { insertWordsOf, removeAgentWords } from './memory-words'
import { onlyRow } from './query-results'
import type { Agent, AgentKey, Db, Memory, Tx } from './schema'
import { type AuthorizationRequest, authorizationValues, CLIENT_ADDRESS, sessionAuthorization } from './session-authorization'
import { hotStatement } from './statement-hooks'
import { removeVocabularyCheck } from './vocabulary-checks'

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
  /** When what it describes happened; null if that is now. */
  occurredAt: Date | null
  /** From when on it is no longer recalled: a time, or hours after it was stored; both absent for never. */
  expiresAt?: Date | undefined
  ttlHours?: number | undefined
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
    expires_at, trust, by_kind, by_id, client, search, word_count, analysis, created_at, updated_at)
  select a.team_id, m.id, a.agent_row_id, a.id, m.type, m.title, m.content, m.confidence, m.tags, m.source, m.provenance, m."occurredAt",
    coalesce(m."expiresAt", a.now + m."ttlHours" * interval '1 hour'), coalesce(a.memory_trust, 'trusted'), ${ISSUED_TO.kind}, ${ISSUED_TO.id}, $13::text, m.search, m."wordCount", m.analysis, a.now, a.now
  from authorized a cross join jsonb_to_recordset($11::jsonb) as m (
    id text, type text, title text, content text, confidence double precision, tags text[], source text, provenance text,
    "occurredAt" timestamptz, "expiresAt" timestamptz, "ttlHours" double precision, search tsvector, "wordCount" integer, analysis smallint)
  returning team_id, agent_row_id, session_id, id, seq, txid, type, tags, confidence, word_count, search, created_at, occurred_at, trust
),
new_words as (${insertWordsOf('stored')}),
used as (${addToCounters({ stored: '$12::bigint' })}),
event as (${addToTimeline('remembered', { amount: '$12', memoryIds: eventMemoryIds('stored', 'seq'), address: CLIENT_ADDRESS })})
select ${CALL_SESSION_COLUMNS}, (select json_agg(i) from (select ${STORED_COLUMNS} from stored m where m.trust <> 'quarantined') i) as stored from verdict v`,
)

/** Stores memories and counts them, if the call is authorized: the `refusal` of the returned session says whether it is. Returns what an index needs of those that are recalled. Undefined when there is no such session. One round trip. */
export async function insertMemories(
  db: Db | Tx,
  request: AuthorizationRequest,
  memories: (NewMemory & MemoryTerms)[],
  client = '',
): Promise<{ session: CallSession; stored: IndexRow[] } | undefined> {
  const values = [...authorizationValues(request), JSON.stringify(memories), memories.length, client]
  const { rows } = await db.executeQuery<CallRow & { stored: IndexRow[] | null }>(CompiledQuery.raw(REMEMBER, values))
  const session = callSessionOf(rows[0])
  return session && { session, stored: rows[0]?.stored ?? [] }
}

const FIND = hotStatement(
  'find_memory',
  `select ${memoryColumns('m')}, ${USE_COLUMNS} from memories m ${joinUse('m')}
   where m.team_id = $1::uuid and m.agent_row_id = ${NAMED_AGENT} and m.id = $3::text`,
)

/** Finds an agent as `findAgent` does, and a memory of it, whatever its status. One round trip. */
export async function findMemory(
  db: Db,
  agent: SoughtAgent,
  id: string,
): Promise<{ agent: Agent; memory: (Memory & MemoryUse) | undefined } | undefined> {
  const found = await findWithAgent<Memory & MemoryUse>(db, agent, FIND, [id])
  return found && { agent: found.agent, memory: found.rows[0] }
}

/** So many memories are removed by one statement: an agent may have more than can be removed while a statement may take. */
const REMOVED_AT_ONCE = 5_000

/** Removes all memories of an agent, and returns how many there were that were not deleted before. */
export async function deleteMemoriesOf(tx: Tx, agent: AgentKey): Promise<number> {
  let count = 0
  for (let after = BEFORE_ALL; ; ) {
    const part = await removePart(tx, agent, after)
    count += part.count
    if (part.found < REMOVED_AT_ONCE) break
    after = part
  }
  // Last: a change of a memory or a check of the vocabulary that was under way may have added words.
  await removeVocabularyCheck(tx, agent)
  await removeAgentWords(tx, agent)
  return count
}

/** The place of a memory in its agent: in a session, by its number. */
type Place = Pick<Memory, 'session_id' | 'seq'>

const BEFORE_ALL: Place = { session_id: '', seq: 0 }

/** Removes the next memories of an agent after a place. Returns how many were found, how many of them were not deleted before, and the place of the last one. */
async function removePart(tx: Tx, agent: AgentKey, after: Place): Promise<Place & { found: number; count: number }> {
  const { rows } = await sql<Place & { found: number; count: number }>`
    with part as materialized (
      select m.id, m.session_id, m.seq from memories m where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id}
        and (m.session_id, m.seq) > (${after.session_id}::text, ${after.seq}::bigint)
      order by m.session_id, m.seq limit ${REMOVED_AT_ONCE}
    ), locked as materialized (
      select m.id from memories m where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.id = any (array(select id from part))
      order by ${sql.raw(lockOrder('m'))} for update
    ), removed as (
      delete from memories m where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.id = any (array(select id from locked))
      returning m.status
    ), last as (select session_id, seq from part order by session_id desc, seq desc limit 1)
    select (select count(*) from part) as found, (select count(*) from removed where status <> 'deleted') as count,
      (select session_id from last) as session_id, (select seq from last) as seq`.execute(tx)
  return onlyRow(rows)
}
