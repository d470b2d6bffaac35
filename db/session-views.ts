import { sql } from 'kysely'
import type { Db, EndReason, Session } from './schema'

/** A session with its agent's name and what it did so far. */
export interface SessionView extends Session {
  agent_name: string
  pattern: string
  now: Date
}

export interface SessionFilters {
  agentName?: string | undefined
  status?: 'active' | 'inactive' | undefined
  endReason?: EndReason | undefined
  startedFrom?: Date | undefined
  startedTo?: Date | undefined
  onlyAgents: string[] | null
}

export async function findSession(db: Db, teamId: string, id: string, onlyAgents: string[] | null): Promise<SessionView | undefined> {
  return sessionViews(db, teamId, { onlyAgents }).where('sessions.id', '=', id).executeTakeFirst()
}

/** The active session of one agent, or of the whole team the one activated last. */
export async function findActiveSession(db: Db, teamId: string, filters: SessionFilters): Promise<SessionView | undefined> {
  return sessionViews(db, teamId, { ...filters, status: 'active' })
    .where('sessions.ended_at', 'is', null)
    .orderBy('sessions.started_at', 'desc')
    .orderBy('sessions.id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Latest start first, after `from` when a page goes on. */
export async function listSessions(
  db: Db,
  teamId: string,
  filters: SessionFilters,
  from: { time: Date; id: string } | undefined,
  limit: number,
): Promise<SessionView[]> {
  return sessionViews(db, teamId, filters)
    .$if(from !== undefined, (query) =>
      query.where(sql<boolean>`(sessions.started_at, sessions.id) < (${from?.time}::timestamptz, ${from?.id}::text)`),
    )
    .orderBy('sessions.started_at', 'desc')
    .orderBy('sessions.id', 'desc')
    .limit(limit)
    .execute()
}

export async function listEvents(db: Db, teamId: string, sessionId: string, limit: number) {
  return db
    .selectFrom('session_events as e')
    .leftJoin('api_keys as k', (join) => join.onRef('k.team_id', '=', 'e.team_id').onRef('k.id', '=', 'e.by_id'))
    .leftJoin('people as p', (join) => join.on(sql<boolean>`e.by_kind = 'person' and p.id::text = e.by_id`))
    .select([
      'e.at',
      'e.kind',
      'e.amount',
      'e.by_kind',
      'e.by_id',
      'e.address',
      sql<string>`coalesce(k.name, p.name, e.by_id)`.as('by_name'),
    ])
    .where('e.team_id', '=', teamId)
    .where('e.session_id', '=', sessionId)
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute()
}

function sessionViews(db: Db, teamId: string, filters: SessionFilters) {
  return db
    .selectFrom('sessions')
    .innerJoin('agents', (join) => join.onRef('agents.team_id', '=', 'sessions.team_id').onRef('agents.id', '=', 'sessions.agent_id'))
    .leftJoinLateral(
      (row) =>
        row
          .selectFrom('session_slots as u')
          .whereRef('u.team_id', '=', 'sessions.team_id')
          .whereRef('u.session_id', '=', 'sessions.id')
          .where('sessions.ended_at', 'is', null)
          .select([
            sql<number>`sum(u.stored)::bigint`.as('stored'),
            sql<number>`sum(u.retrieved)::bigint`.as('retrieved'),
            sql<number>`sum(u.recalls)::bigint`.as('made'),
            sql<Date>`min(u.first_used_at)`.as('first_used'),
            sql<Date>`max(u.last_used_at)`.as('last_used'),
          ])
          .as('used'),
      (join) => join.onTrue(),
    )
    .where('sessions.team_id', '=', teamId)
    .where(matching(filters))
    .selectAll('sessions')
    .select([
      'agents.agent_id as agent_name',
      'agents.pattern',
      sql<number>`coalesce(used.stored, sessions.memories_stored)`.as('memories_stored'),
      sql<number>`coalesce(used.retrieved, sessions.memories_retrieved)`.as('memories_retrieved'),
      sql<number>`coalesce(used.made, sessions.recalls)`.as('recalls'),
      sql<Date | null>`coalesce(used.first_used, sessions.first_used_at)`.as('first_used_at'),
      sql<Date | null>`coalesce(used.last_used, sessions.last_used_at)`.as('last_used_at'),
      sql<Date>`memanto_now()`.as('now'),
    ])
}

function matching({ agentName, status, endReason, startedFrom, startedTo, onlyAgents }: SessionFilters) {
  const isActive = sql<boolean>`sessions.ended_at is null and sessions.expires_at > memanto_now()`
  const conditions = [sql<boolean>`true`]
  if (agentName !== undefined) conditions.push(sql`agents.agent_id = ${agentName}`)
  if (status !== undefined) conditions.push(status === 'active' ? isActive : sql`not (${isActive})`)
  if (endReason === 'expired')
    conditions.push(sql`(sessions.end_reason = 'expired' or (sessions.ended_at is null and sessions.expires_at <= memanto_now()))`)
  else if (endReason !== undefined) conditions.push(sql`sessions.end_reason = ${endReason}`)
  if (startedFrom) conditions.push(sql`sessions.started_at >= ${startedFrom}`)
  if (startedTo) conditions.push(sql`sessions.started_at <= ${startedTo}`)
  if (onlyAgents) conditions.push(sql`sessions.agent_id = any (${onlyAgents}::uuid[])`)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}
