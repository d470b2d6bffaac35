import { isToPurge, lockOrder, NOW } from './fragments'
import { postgresTerms, removeUnusedWords } from './memory-words'
import { sendLater, statement } from './round-trips'
import type { AgentKey, Db, Memory, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** A text of an earlier version of a memory, as its terms are found in it. */
export type EarlierText = Pick<Memory, 'id' | 'version' | 'title' | 'content' | 'tags'> & {
  /** Its terms as Postgres finds them: those of memories that were stored by the first versions of the product. */
  postgres_terms: string[]
}

/**
 * The most earlier texts that are read at once: a memory may have any number of versions. The transaction is idle while they are analysed, which takes up to a
 * tenth of a second for each.
 */
export const EARLIER_TEXTS_AT_ONCE = 25

const EARLIER_TEXTS = hotStatement(
  'earlier_texts',
  `select v.id, v.version, v.title, v.content, v.tags, ${postgresTerms('v')} as postgres_terms from memory_versions v
   where v.team_id = $1::uuid and v.id = any ($2::text[]) and (v.id, v.version) > ($3::text, $4::integer)
   order by v.id, v.version limit ${EARLIER_TEXTS_AT_ONCE}`,
)

/** Returns what earlier versions of memories said, in the order of ids and versions, up to EARLIER_TEXTS_AT_ONCE after the one given. */
export async function listEarlierTexts(
  tx: Tx,
  teamId: string,
  ids: string[],
  after: Pick<Memory, 'id' | 'version'> | undefined,
): Promise<EarlierText[]> {
  const { rows } = await tx.executeQuery<EarlierText>(statement(EARLIER_TEXTS, [teamId, ids, after?.id ?? '', after?.version ?? 0]))
  return rows
}

const DELETE = hotStatement(
  'delete_memories',
  'delete from memories m where m.team_id = $1::uuid and m.agent_row_id = $2::uuid and m.id = any ($3::text[])',
)

const LIST_DELETIONS = hotStatement(
  'list_deletions',
  'insert into memory_deletions (team_id, agent_row_id, memory_id) select $1::uuid, $2::uuid, unnest($3::text[])',
)

/**
 * Removes memories of an agent that are locked, with all of their versions, so that they cannot be restored. `earlierTerms` are those of their earlier
 * versions. Processes that know the memories hear of it. It is written with the next statements or the commit.
 */
export async function deleteMemories(tx: Tx, agent: AgentKey, ids: string[], earlierTerms: string[]): Promise<void> {
  await removeUnusedWords(tx, agent, ids, earlierTerms)
  for (const each of [DELETE, LIST_DELETIONS]) await sendLater(tx, statement(each, [agent.team_id, agent.id, ids]))
}

/** A memory that is locked to be purged. `status` is what its row says. */
export type LockedMemory = Pick<Memory, 'id' | 'status' | 'version'>

const ofAgent = (m: string) => `${m}.team_id = $1::uuid and ${m}.agent_row_id = $2::uuid and ${m}.id = any ($3::text[])`

/** Locks memories of a team, always in the same order, and returns those that still exist. */
export async function lockMemories(tx: Tx, teamId: string, ids: string[]): Promise<(LockedMemory & MemoryToPurge)[]> {
  const { rows } = await tx.executeQuery<LockedMemory & MemoryToPurge>(
    statement(
      `select m.id, m.status, m.version, m.agent_row_id from memories m where m.team_id = $1::uuid and m.id = any ($2::text[])
       order by ${lockOrder('m')} for update of m`,
      [teamId, ids],
    ),
  )
  return rows
}

/** A memory to purge. `version` says how many it has. */
export type MemoryToPurge = Pick<Memory, 'id' | 'agent_row_id' | 'version'>

/** In hours, like restorable_until: a day of the server's time zone may have 23 or 25. */
const GRACE = `(select t.deletion_grace_days from teams t where t.id = $1::uuid) * interval '24 hours'`
const isOverdue = (m: string) => `${isToPurge(m)} and ${m}.status_at <= ${NOW} - ${GRACE}`
const isWithoutHold = (agentRowId: string) =>
  `exists (select from agents a where a.team_id = $1::uuid and a.id = ${agentRowId} and not a.legal_hold)`

/** Returns up to `limit` memories of a team whose grace period is over and whose agents are not on legal hold, first those that were deleted first. `without` has ids to leave out. */
export async function listOverdue(db: Db, teamId: string, limit: number, without: readonly string[]): Promise<MemoryToPurge[]> {
  const { rows } = await db.executeQuery<MemoryToPurge>(
    statement(
      `select m.id, m.agent_row_id, m.version from memories m where m.team_id = $1::uuid and ${isOverdue('m')} and ${isWithoutHold('m.agent_row_id')}
       and m.id <> all ($3::text[]) order by m.status_at limit $2::integer`,
      [teamId, limit, without],
    ),
  )
  return rows
}

/** Locks those memories of an agent whose grace period is still over, in the same order, unless the agent is on legal hold. The agent must be locked. */
export async function lockOverdue(tx: Tx, agent: AgentKey, ids: string[]): Promise<LockedMemory[]> {
  const { rows } = await tx.executeQuery<LockedMemory>(
    statement(
      `select m.id, m.status, m.version from memories m where ${ofAgent('m')} and ${isOverdue('m')} and ${isWithoutHold('$2::uuid')}
       order by ${lockOrder('m')} for update of m`,
      [agent.team_id, agent.id, ids],
    ),
  )
  return rows
}
