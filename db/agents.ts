import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { Agent, Db, Schema, Tx } from './schema'

/** An agent with what is told of it: its session, when one is active, and its memories. */
export interface AgentView extends Agent {
  memory_count: number
  active_session_id: string | null
  active_expires_at: Date | null
  now: Date
}

export interface AgentFilters {
  text?: string | undefined
  status?: 'active' | 'inactive' | undefined
  pattern?: string | undefined
  /** Row ids that the caller is limited to; null for all. */
  onlyAgents: string[] | null
}

export async function findAgentView(db: Db, teamId: string, name: string, onlyAgents: string[] | null): Promise<AgentView | undefined> {
  return agentViews(db).where(named(teamId, name)).where(matching(teamId, { onlyAgents })).executeTakeFirst()
}

export type AgentSort = 'created' | 'name' | 'last_session'

type From = { time: Date; id: string }

/** An agent that never had a session sorts as if its last one was then. */
const LAST_SESSION = sql<Date>`coalesce(agents.last_session_at, timestamptz '1970-01-01 00:00:00Z')`

/** Each order has its index: names from A to Z, times latest first. */
const ORDERS = {
  created: {
    by: sql`agents.created_at desc, agents.id desc`,
    after: ({ time, id }: From) => sql<boolean>`(agents.created_at, agents.id) < (${time}::timestamptz, ${id}::uuid)`,
  },
  name: { by: sql`lower(agents.name)`, after: ({ id }: From) => sql<boolean>`lower(agents.name) > ${id}::text` },
  last_session: {
    by: sql`${LAST_SESSION} desc, agents.id desc`,
    after: ({ time, id }: From) => sql<boolean>`(${LAST_SESSION}, agents.id) < (${time}::timestamptz, ${id}::uuid)`,
  },
} as const satisfies Record<AgentSort, { by: RawBuilder<unknown>; after: (from: From) => RawBuilder<boolean> }>

/** In order, after `from` when a page goes on. */
export async function listAgentViews(
  db: Db,
  teamId: string,
  filters: AgentFilters,
  sort: AgentSort,
  from: From | undefined,
  limit: number,
): Promise<AgentView[]> {
  return agentViews(db)
    .where(matching(teamId, filters))
    .where(from === undefined ? sql<boolean>`true` : ORDERS[sort].after(from))
    .orderBy(ORDERS[sort].by)
    .limit(limit)
    .execute()
}

/** Where the page after this agent starts. */
export function positionOf(agent: Agent, sort: AgentSort): From {
  if (sort === 'name') return { time: new Date(0), id: agent.name.toLowerCase() }
  return { time: sort === 'created' ? agent.created_at : (agent.last_session_at ?? new Date(0)), id: agent.id }
}

export async function countAgents(db: Db, teamId: string, filters: AgentFilters): Promise<number> {
  const { total } = await db
    .selectFrom('agents')
    .select((row) => row.fn.countAll<number>().as('total'))
    .where(matching(teamId, filters))
    .executeTakeFirstOrThrow()
  return total
}

export async function findAgent(db: Db, teamId: string, name: string, onlyAgents: string[] | null): Promise<Agent | undefined> {
  return db.selectFrom('agents').selectAll().where(named(teamId, name)).where(matching(teamId, { onlyAgents })).executeTakeFirst()
}

/** Activations, endings and deletions of one agent take turns; memories do not wait for them. */
export async function lockAgent(tx: Tx, teamId: string, name: string, onlyAgents: string[] | null): Promise<Agent | undefined> {
  return tx
    .selectFrom('agents')
    .selectAll()
    .where(named(teamId, name))
    .where(matching(teamId, { onlyAgents }))
    .forNoKeyUpdate()
    .executeTakeFirst()
}

export async function lockAgents(tx: Tx, teamId: string, ids: string[]): Promise<void> {
  await tx.selectFrom('agents').select('id').where('team_id', '=', teamId).where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()
}

/** The new agent; undefined when a living one has this name, in whatever case. */
export async function insertAgent(tx: Tx, agent: Insertable<Schema['agents']>): Promise<Agent | undefined> {
  return tx
    .insertInto('agents')
    .values(agent)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** The living agent whose name differs from `name` at most in case. */
export async function findAgentLike(db: Db, teamId: string, name: string): Promise<Agent | undefined> {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('deleted_at', 'is', null)
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst()
}

export async function updateAgent(
  tx: Tx,
  agent: Pick<Agent, 'team_id' | 'id'>,
  changes: { description?: string | undefined; pattern?: string | undefined; metadata?: string | undefined },
): Promise<Agent> {
  return tx
    .updateTable('agents')
    .set({ ...changes, updated_at: sql<Date>`memanto_now()` })
    .where('team_id', '=', agent.team_id)
    .where('id', '=', agent.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Its sessions stay in the history; its name is free again. */
export async function softDeleteAgent(tx: Tx, agent: Pick<Agent, 'team_id' | 'id'>): Promise<void> {
  await tx
    .updateTable('agents')
    .set({ deleted_at: sql<Date>`memanto_now()`, settled_memories: 0 })
    .where('team_id', '=', agent.team_id)
    .where('id', '=', agent.id)
    .execute()
}

/** Whether an agent of this name was deleted within the last hour, and none has the name now. */
export async function wasDeletedLately(db: Db, teamId: string, name: string): Promise<boolean> {
  const { rows } = await sql<{ was: boolean }>`
    select coalesce(bool_and(deleted_at is not null) and max(deleted_at) > memanto_now() - interval '1 hour', false) as was
    from agents where team_id = ${teamId} and name = ${name}`.execute(db)
  return rows[0]?.was ?? false
}

/** Through the unique index on the lower-cased name, then exactly. */
function named(teamId: string, name: string) {
  return sql<boolean>`agents.team_id = ${teamId} and lower(agents.name) = ${name.toLowerCase()} and agents.name = ${name}`
}

const IS_ACTIVE = sql<boolean>`exists (select from sessions s where s.team_id = agents.team_id and s.agent_row_id = agents.id
  and s.ended_at is null and s.expires_at > (select memanto_now()))`

/** The living agents of the team that the filters leave. */
export function matching(teamId: string, { text, status, pattern, onlyAgents }: AgentFilters) {
  const conditions = [sql<boolean>`agents.team_id = ${teamId} and agents.deleted_at is null`]
  const like = `%${text?.replace(/[\\%_]/g, '\\$&')}%`
  if (text !== undefined) conditions.push(sql`(agents.name ilike ${like} or agents.description ilike ${like})`)
  if (status !== undefined) conditions.push(status === 'active' ? IS_ACTIVE : sql`not ${IS_ACTIVE}`)
  if (pattern !== undefined) conditions.push(sql`agents.pattern = ${pattern}`)
  if (onlyAgents !== null) conditions.push(sql`agents.id = any (${onlyAgents}::uuid[])`)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

function agentViews(db: Db) {
  return db
    .selectFrom('agents')
    .leftJoin('sessions as open', (join) =>
      join.onRef('open.team_id', '=', 'agents.team_id').onRef('open.agent_row_id', '=', 'agents.id').on('open.ended_at', 'is', null),
    )
    .selectAll('agents')
    .select([
      sql<number>`agents.settled_memories + coalesce((
        select sum(stored) from session_counters u where u.team_id = open.team_id and u.session_id = open.id), 0)::bigint`.as(
        'memory_count',
      ),
      sql<string | null>`case when open.expires_at > memanto_now() then open.id end`.as('active_session_id'),
      sql<Date | null>`case when open.expires_at > memanto_now() then open.expires_at end`.as('active_expires_at'),
      sql<Date>`memanto_now()`.as('now'),
    ])
}
