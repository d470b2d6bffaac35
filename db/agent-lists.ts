import { type RawBuilder, sql } from 'kysely'
import { type AgentFilters, hasAgentName, matchesAgentFilters } from './agent-filters'
import { agentToLock } from './agents'
import { ACTIVITY_STATUSES, type ActivityStatus, AGENT_PATTERNS, type AgentPattern } from './constants'
import { isActive, memoryCount, NOW, withTeam } from './fragments'
import { isAfter, type ListPosition } from './list-filters'
import { objectOf, onlyRow } from './query-results'
import { type Statement, sendTogether } from './round-trips'
import type { Agent, Db, Tx } from './schema'

/** An agent with its active session, if there is one, and the number of its memories. */
export interface AgentView extends Agent {
  memory_count: number
  active_session_id: string | null
  active_expires_at: Date | null
  now: Date
}

/** Finds an agent of the team that is not deleted, among `agentRowIds` where these are not null. */
export async function findAgentView(db: Db, teamId: string, name: string, agentRowIds: string[] | null): Promise<AgentView | undefined> {
  return agentViewByName(db, teamId, name, agentRowIds).executeTakeFirst()
}

/** Finds an agent as `findAgentView` does, and locks it as `lockAgent` does. One round trip. */
export async function lockAgentView(tx: Tx, teamId: string, name: string, agentRowIds: string[] | null): Promise<AgentView | undefined> {
  const lock = agentToLock(tx, teamId, name, agentRowIds).compile()
  const view: Statement<AgentView> = agentViewByName(tx, teamId, name, agentRowIds).compile()
  const [, [found]] = await sendTogether(tx, lock, view)
  return found
}

function agentViewByName(db: Db, teamId: string, name: string, agentRowIds: string[] | null) {
  return agentViews(db, teamId).where(hasAgentName(teamId, name)).where(matchesAgentFilters(teamId, { agentRowIds }))
}

export type AgentSort = 'created' | 'name' | 'last_session'

/** An agent that never had a session is sorted as if its last one was then. */
const LAST_SESSION = `coalesce(agents.last_session_at, timestamptz '1970-01-01 00:00:00Z')`

/** Each order has an index: names from A to Z, times latest first. */
const ORDERS = {
  created: {
    by: sql`agents.created_at desc, agents.id desc`,
    after: (from: ListPosition) => isAfter('agents.created_at', 'agents.id', 'uuid', from),
  },
  name: { by: sql`lower(agents.name)`, after: ({ id }: ListPosition) => sql<boolean>`lower(agents.name) > ${id}::text` },
  last_session: {
    by: sql`${sql.raw(LAST_SESSION)} desc, agents.id desc`,
    after: (from: ListPosition) => isAfter(LAST_SESSION, 'agents.id', 'uuid', from),
  },
} as const satisfies Record<AgentSort, { by: RawBuilder<unknown>; after: (from: ListPosition) => RawBuilder<boolean> }>

/** Returns up to `limit` agents in order, those after `from` when a page goes on, and the number of all that match. One round trip. */
export async function listAgentViews(
  db: Db,
  teamId: string,
  filters: AgentFilters,
  sort: AgentSort,
  from: ListPosition | undefined,
  limit: number,
): Promise<{ agents: AgentView[]; total: number }> {
  const page: Statement<AgentView> = agentViews(db, teamId)
    .where(matchesAgentFilters(teamId, filters))
    .where(from === undefined ? sql<boolean>`true` : ORDERS[sort].after(from))
    .orderBy(ORDERS[sort].by)
    .limit(limit)
    .compile()
  const count: Statement<{ total: number }> = countOfAgents(db, teamId, filters).compile()
  const [agents, counted] = await sendTogether(db, page, count)
  return { agents, total: onlyRow(counted).total }
}

/** Returns where the page after this agent starts. */
export function agentPosition(agent: Agent, sort: AgentSort): ListPosition {
  if (sort === 'name') return { time: new Date(0), id: agent.name.toLowerCase() }
  return { time: sort === 'created' ? agent.created_at : (agent.last_session_at ?? new Date(0)), id: agent.id }
}

function countOfAgents(db: Db, teamId: string, filters: AgentFilters) {
  return db
    .selectFrom('agents')
    .select((row) => row.fn.countAll<number>().as('total'))
    .where(matchesAgentFilters(teamId, filters))
}

export interface AgentFacetCounts {
  status: Record<ActivityStatus, number>
  pattern: Record<AgentPattern, number>
}

/** Counts for each choice of a filter the agents that it would leave together with the other filters; every count stops at `upTo`. */
export async function countAgentsByFacet(db: Db, teamId: string, filters: AgentFilters, upTo: number): Promise<AgentFacetCounts> {
  const counted = (change: Partial<AgentFilters>) =>
    sql<number>`(select count(*) from (select from agents where ${matchesAgentFilters(teamId, { ...filters, ...change })} limit ${upTo}) as found)`
  const { rows } = await sql<AgentFacetCounts>`
    select ${objectOf(ACTIVITY_STATUSES, (status) => counted({ status }))} as status,
      ${objectOf(AGENT_PATTERNS, (pattern) => counted({ pattern }))} as pattern`.execute(db)
  return onlyRow(rows)
}

function agentViews(db: Db, teamId: string) {
  return db
    .selectFrom('agents')
    .leftJoin('sessions as open', (join) =>
      join.on('open.team_id', '=', teamId).onRef('open.agent_row_id', '=', 'agents.id').on('open.ended_at', 'is', null),
    )
    .selectAll('agents')
    .select([
      withTeam<number>(teamId, (team) => memoryCount('agents', team, 'open.id')).as('memory_count'),
      sql.raw<string | null>(`case when ${isActive('open')} then open.id end`).as('active_session_id'),
      sql.raw<Date | null>(`case when ${isActive('open')} then open.expires_at end`).as('active_expires_at'),
      sql.raw<Date>(NOW).as('now'),
    ])
}
