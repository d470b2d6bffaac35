import { sql } from 'kysely'
import { agentToFind, agentToLock, NAMED_AGENT } from './agents'
import { type MemoryStatus, SYSTEM_ACTOR } from './constants'
import { knownFrom, leastTrust, NOW } from './fragments'
import type { MemoryTerms } from './memories'
import { MEMORY_COLUMNS, memoryColumns, storedColumns } from './memory-columns'
import { addMemoryWordsLater } from './memory-words'
import { onlyRow } from './query-results'
import { sendLater, sendTogether, statement } from './round-trips'
import type { Agent, AgentKey, AuthorKind, Db, Memory, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** Who writes a version of a memory, and how. */
export interface VersionAuthor {
  kind: AuthorKind
  id: string
  /** The program that sent it, as it named itself; '' if it did not. */
  client: string
  /** The session in which it is written; null outside a session. */
  sessionId: string | null
  reason: string | null
}

/** The fields of a memory that can be changed. */
export type MemoryChanges = Partial<
  Pick<
    Memory,
    | 'type'
    | 'title'
    | 'content'
    | 'confidence'
    | 'tags'
    | 'source'
    | 'provenance'
    | 'occurred_at'
    | 'expires_at'
    | 'superseded_by'
    | 'trust'
  >
> & {
  status?: MemoryStatus
  /** Since when it has the status; the time of the change if absent. */
  status_at?: Memory['status_at']
}

/** The memory $3 of the agent $2, in the team $1. */
const THIS_MEMORY = 'm.team_id = $1::uuid and m.agent_row_id = $2::uuid and m.id = $3::text'

const LOCK = hotStatement(
  'lock_memory',
  `select ${memoryColumns('m')}, memanto_now() as now from memories m where ${THIS_MEMORY} for no key update of m`,
)

/** Finds a memory of an agent, whatever its status, and locks it: changes of one memory wait for each other. */
export async function lockMemory(tx: Tx, agent: AgentKey, id: string): Promise<(Memory & { now: Date }) | undefined> {
  const { rows } = await tx.executeQuery<Memory & { now: Date }>(statement(LOCK, [agent.team_id, agent.id, id]))
  return rows[0]
}

const LOCK_BY_NAME = hotStatement(
  'lock_memory_of_agent',
  `select ${memoryColumns('m')}, memanto_now() as now from memories m
   where m.team_id = $1::uuid and m.id = $3::text and m.agent_row_id = ${NAMED_AGENT}
   for no key update of m`,
)

/**
 * Finds an agent as `findAgent` does, and finds and locks a memory of it, in one round trip. With `isCounted` the agent is locked first, as everything does
 * that changes its counts.
 */
export async function lockMemoryOf(
  tx: Tx,
  teamId: string,
  { agentName, memoryId }: { agentName: string; memoryId: string },
  agentRowIds: string[] | null,
  isCounted: boolean,
): Promise<{ agent: Agent | undefined; memory: (Memory & { now: Date }) | undefined }> {
  const agentQuery = (isCounted ? agentToLock : agentToFind)(tx, teamId, agentName, agentRowIds).compile()
  const memoryQuery = statement<Memory & { now: Date }>(LOCK_BY_NAME, [teamId, agentName, memoryId])
  const [[agent], [memory]] = await sendTogether<[Agent, Memory & { now: Date }]>(tx, agentQuery, memoryQuery)
  return { agent, memory: memory?.agent_row_id === agent?.id ? memory : undefined }
}

const COLUMNS = MEMORY_COLUMNS.join(', ')

const SAVE_VERSION = hotStatement(
  'save_memory_version',
  `insert into memory_versions (${COLUMNS}, known_from, known_until)
   select ${storedColumns('m')}, ${knownFrom('m')}, ${NOW} from memories m where ${THIS_MEMORY}`,
)

/**
 * Writes the next version of a memory that is locked, and keeps the one before it. `terms` are those of the new text; undefined when the text stays. What
 * is written with a key whose memories need a review needs one too.
 */
export async function writeVersion(
  tx: Tx,
  { team_id: teamId, id: agentRowId }: AgentKey,
  id: string,
  changes: MemoryChanges,
  author: VersionAuthor,
  terms?: MemoryTerms,
): Promise<Memory> {
  await sendLater(tx, statement(SAVE_VERSION, [teamId, agentRowId, id]))
  const columns = {
    ...changes,
    ...(terms && { search: terms.search, word_count: terms.wordCount, analysis: terms.analysis }),
    ...{ by_kind: author.kind, by_id: author.id, client: author.client, changed_in: author.sessionId, reason: author.reason },
  }
  const { rows } = await sql<Memory>`
    update memories m set ${sql.join(Object.entries(columns).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))},
      version = m.version + 1,
      updated_at = (select v.known_until from memory_versions v where v.team_id = ${teamId} and v.id = ${id} and v.version = m.version),
      ${changes.status === undefined || 'status_at' in changes ? sql`` : sql`status_at = memanto_now(),`}
      ${changes.trust === undefined && author.kind === 'key' ? sql`trust = ${trustOfChange(teamId, author.id)},` : sql``}
      txid = pg_current_xact_id()
    where m.team_id = ${teamId} and m.agent_row_id = ${agentRowId} and m.id = ${id}
    returning ${sql.raw(memoryColumns('m'))}`.execute(tx)
  if (terms) await addMemoryWordsLater(tx, { team_id: teamId, id })
  return onlyRow(rows)
}

/** SQL of the trust of a memory that is changed with a key: the memory's, or the key's if that is less. */
const trustOfChange = (teamId: string, keyId: string) =>
  sql`coalesce((select ${sql.raw(leastTrust('m.trust', 'k.memory_trust'))} from api_keys k where k.team_id = ${teamId} and k.id = ${keyId}), m.trust)`

/** Adds to the count of an agent's memories, which does not include deleted ones. The agent must be locked. */
export async function addToMemoryCount(tx: Tx, agent: AgentKey, difference: number): Promise<void> {
  const counted = tx
    .updateTable('agents')
    .set((row) => ({ settled_memories: row('settled_memories', '+', difference) }))
    .where('team_id', '=', agent.team_id)
    .where('id', '=', agent.id)
  await sendLater(tx, counted)
}

/** For how many days a team's deleted memories can be restored; 0: not at all. */
export async function readGraceDays(db: Db, teamId: string): Promise<number> {
  const { deletion_grace_days: days } = await db
    .selectFrom('teams')
    .select('deletion_grace_days')
    .where('id', '=', teamId)
    .executeTakeFirstOrThrow()
  return days
}

const LOCK_EXPIRED = hotStatement(
  'lock_expired_memories',
  `select m.id from memories m where m.team_id = $1::uuid and m.status = 'active' and m.expires_at <= ${NOW}
   order by m.id limit $2::integer for no key update of m skip locked`,
)

/** Keeps the versions of memories that expire. */
export const SAVE_EXPIRED = hotStatement(
  'save_expired_memories',
  `insert into memory_versions (${COLUMNS}, known_from, known_until)
   select ${storedColumns('m')}, ${knownFrom('m')}, ${NOW} from memories m where m.team_id = $1::uuid and m.id = any ($2::text[])`,
)

const EXPIRE = hotStatement(
  'expire_memories',
  `update memories m set status = 'expired', status_at = m.expires_at, version = m.version + 1, updated_at = ${NOW}, txid = pg_current_xact_id(),
     by_kind = '${SYSTEM_ACTOR.kind}', by_id = '${SYSTEM_ACTOR.id}', client = '', changed_in = null, reason = null
   where m.team_id = $1::uuid and m.id = any ($2::text[])`,
)

/** Writes into up to `limit` memories of a team that have expired that they have, and returns how many. They are not recalled since the moment of their expiry. */
export async function expireMemories(tx: Tx, teamId: string, limit: number): Promise<number> {
  const { rows } = await tx.executeQuery<{ id: string }>(statement(LOCK_EXPIRED, [teamId, limit]))
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) await sendTogether(tx, statement(SAVE_EXPIRED, [teamId, ids]), statement(EXPIRE, [teamId, ids]))
  return ids.length
}
