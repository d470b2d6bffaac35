import { sql } from 'kysely'
import { hasAgentName, matchesAgentFilters } from './agent-filters'
import type { AgentPattern } from './constants'
import { sendLater, sendTogether, statement } from './round-trips'
import type { Agent, AgentKey, Db, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** Finds an agent of the team that is not deleted, among `agentRowIds` where these are not null. */
export async function findAgent(db: Db, teamId: string, name: string, agentRowIds: string[] | null): Promise<Agent | undefined> {
  return agentToFind(db, teamId, name, agentRowIds).executeTakeFirst()
}

/** The query of `findAgent`. */
export function agentToFind(db: Db, teamId: string, name: string, agentRowIds: string[] | null) {
  return db.selectFrom('agents').selectAll().where(hasAgentName(teamId, name)).where(matchesAgentFilters(teamId, { agentRowIds }))
}

/** SQL of the row id of the agent $2 of the team $1 that is not deleted. */
export const NAMED_AGENT = `(
  select a.id from agents a where a.team_id = $1::uuid and lower(a.name) = lower($2::text) and a.name = $2::text and a.deleted_at is null)`

/** The public id of an agent, for a caller that reaches the agents of `agentRowIds`, or all where these are null. */
export interface SoughtAgent {
  teamId: string
  agentName: string
  agentRowIds: string[] | null
}

/**
 * Finds an agent as `findAgent` does, and rows of it by a statement about NAMED_AGENT, whose further parameters are `values`. Undefined without such an
 * agent. One round trip.
 */
export async function findWithAgent<Row extends { agent_row_id: string }>(
  db: Db,
  { teamId, agentName, agentRowIds }: SoughtAgent,
  text: string,
  values: unknown[],
): Promise<{ agent: Agent; rows: Row[] } | undefined> {
  const agentQuery = agentToFind(db, teamId, agentName, agentRowIds).compile()
  const [[agent], rows] = await sendTogether<[Agent, Row]>(db, agentQuery, statement<Row>(text, [teamId, agentName, ...values]))
  // The second statement may have found another agent, which got the name meanwhile.
  return agent && { agent, rows: rows.filter((row) => row.agent_row_id === agent.id) }
}

/** Returns the row ids of the agents of these names that are not deleted. */
export async function findAgentIds(db: Db, teamId: string, names: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from agents a where a.team_id = ${teamId} and lower(a.name) = any (${names.map((name) => name.toLowerCase())}::text[])
      and a.name = any (${names}::text[]) and a.deleted_at is null`.execute(db)
  return rows.map(({ id }) => id)
}

/** Finds an agent as `findAgent` does and locks it: activations, endings and deletions of one agent wait for each other; memories do not wait. */
export async function lockAgent(tx: Tx, teamId: string, name: string, agentRowIds: string[] | null): Promise<Agent | undefined> {
  return agentToLock(tx, teamId, name, agentRowIds).executeTakeFirst()
}

/** The query of `lockAgent`. */
export function agentToLock(tx: Tx, teamId: string, name: string, agentRowIds: string[] | null) {
  return agentToFind(tx, teamId, name, agentRowIds).forNoKeyUpdate()
}

/** Locks agents by their row ids, always in the same order, so that two transactions never wait for each other in a circle. */
export async function lockAgents(tx: Tx, teamId: string, ids: string[]): Promise<Agent[]> {
  return tx.selectFrom('agents').selectAll().where('team_id', '=', teamId).where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()
}

/** Locks every agent of the team that is not deleted, as `lockAgents` does. */
export async function lockAgentsOfTeam(tx: Tx, teamId: string): Promise<void> {
  await tx
    .selectFrom('agents')
    .select('id')
    .where('team_id', '=', teamId)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** The fields of a new agent, with its metadata as JSON text. */
export interface NewAgentRow {
  team_id: string
  name: string
  pattern: AgentPattern
  description?: string
  metadata?: string
}

/** The clock is read once for both times: the defaults of the columns read it twice, and a new agent could seem to have been changed. */
const INSERT_AGENT = hotStatement(
  'insert_agent',
  `insert into agents (team_id, name, pattern, description, metadata, created_at, updated_at)
   select $1::uuid, $2::text, $3::text, $4::text, $5::jsonb, clock.now, clock.now from (select memanto_now() as now) clock
   on conflict do nothing returning *`,
)

/** Creates an agent; undefined when an agent that is not deleted has this name, in whatever case. */
export async function insertAgent(tx: Tx, agent: NewAgentRow): Promise<Agent | undefined> {
  const { team_id: teamId, name, pattern, description = '', metadata = '{}' } = agent
  const { rows } = await tx.executeQuery<Agent>(statement(INSERT_AGENT, [teamId, name, pattern, description, metadata]))
  return rows[0]
}

/** Finds the agent that is not deleted and whose name differs from `name` at most in case. */
export async function findAgentLike(db: Db, teamId: string, name: string): Promise<Agent | undefined> {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('deleted_at', 'is', null)
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst()
}

/** Changes the given fields of an agent that is locked. They are written with the next statement or the commit. */
export async function updateAgent(
  tx: Tx,
  agent: AgentKey,
  changes: {
    description?: string | undefined
    pattern?: AgentPattern | undefined
    metadata?: string | undefined
    legal_hold?: boolean | undefined
    updated_at: Date
  },
): Promise<void> {
  await sendLater(tx, tx.updateTable('agents').set(changes).where('team_id', '=', agent.team_id).where('id', '=', agent.id))
}

/**
 * Marks an agent as deleted: its sessions stay in the history, and another agent may take its name. It is written with the next statement or the
 * commit.
 */
export async function softDeleteAgent(tx: Tx, agent: AgentKey): Promise<void> {
  const deletion = tx
    .updateTable('agents')
    .set({ deleted_at: sql<Date>`memanto_now()`, settled_memories: 0 })
    .where('team_id', '=', agent.team_id)
    .where('id', '=', agent.id)
  await sendLater(tx, deletion)
}

/** Returns whether an agent of this name was deleted within the last hour and no agent has the name now. */
export async function wasRecentlyDeleted(db: Db, teamId: string, name: string): Promise<boolean> {
  const { rows } = await sql<{ was: boolean }>`
    select coalesce(bool_and(deleted_at is not null) and max(deleted_at) > memanto_now() - interval '1 hour', false) as was
    from agents where team_id = ${teamId} and name = ${name}`.execute(db)
  return rows[0]?.was ?? false
}

/** Returns the names of a team's agents that are on legal hold. */
export async function listHeldAgents(tx: Tx, teamId: string): Promise<string[]> {
  const found = await tx
    .selectFrom('agents')
    .select('name')
    .where('team_id', '=', teamId)
    .where('legal_hold', '=', true)
    .where('deleted_at', 'is', null)
    .orderBy(sql`lower(name)`)
    .execute()
  return found.map(({ name }) => name)
}
