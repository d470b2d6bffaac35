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
  /** `expiring`: active, with less than 30 minutes left. */
  status?: 'active' | 'expiring' | 'inactive' | undefined
  endReason?: EndReason | undefined
  startedWithinHours?: number | undefined
  startedFrom?: Date | undefined
  startedTo?: Date | undefined
  onlyAgents: string[] | null
}

/** The primary key is looked through from the prefix on, no further than this: its order may mix capitals and small letters. */
const LOOKED_THROUGH = 64

type From = { time: Date; id: string } | undefined

export async function findSession(db: Db, teamId: string, id: string, onlyAgents: string[] | null): Promise<SessionView | undefined> {
  return sessionViews(db, teamId, { onlyAgents }).where('sessions.id', '=', id).executeTakeFirst()
}

/** Those whose id begins so. */
export async function listSessionsByPrefix(db: Db, teamId: string, prefix: string, onlyAgents: string[] | null, limit: number) {
  return sessionViews(db, teamId, { onlyAgents })
    .where(
      sql<boolean>`sessions.id in (
        select near.id from (
          select id from sessions where team_id = ${teamId} and id >= ${prefix} order by id limit ${LOOKED_THROUGH}
        ) near where starts_with(near.id, ${prefix}))`,
    )
    .orderBy('sessions.id')
    .limit(limit)
    .execute()
}

/** The active session of one agent, or of the whole team the one activated last. */
export async function findActiveSession(db: Db, teamId: string, filters: SessionFilters): Promise<SessionView | undefined> {
  return findOpenSession(db, teamId, { ...filters, status: 'active' })
}

/** The session that has not ended, active or expired, of one agent. */
export async function findOpenSession(db: Db, teamId: string, filters: SessionFilters): Promise<SessionView | undefined> {
  return sessionViews(db, teamId, filters)
    .where('sessions.ended_at', 'is', null)
    .orderBy('sessions.started_at', 'desc')
    .orderBy('sessions.id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Active ones with less than 30 minutes left, those with the least left first. */
export async function listExpiringSoon(db: Db, teamId: string, onlyAgents: string[] | null, limit: number): Promise<SessionView[]> {
  return sessionViews(db, teamId, { status: 'expiring', onlyAgents })
    .orderBy('sessions.expires_at')
    .orderBy('sessions.id')
    .limit(limit)
    .execute()
}

/** Latest start first, after `from` when a page goes on. */
export async function listSessions(db: Db, teamId: string, filters: SessionFilters, from: From, limit: number): Promise<SessionView[]> {
  const { agentName, ...others } = filters
  return sessionViews(db, teamId, others)
    .where(after(from))
    .$if(agentName !== undefined, (query) => query.where(amongThoseOf(teamId, agentName ?? '', others, from, limit)))
    .orderBy('sessions.started_at', 'desc')
    .orderBy('sessions.id', 'desc')
    .limit(limit)
    .execute()
}

const after = (from: From) =>
  from === undefined ? sql<boolean>`true` : sql<boolean>`(sessions.started_at, sessions.id) < (${from.time}::timestamptz, ${from.id}::text)`

/** The page is taken from the index of each agent that has or had this name: joining them would sort their whole history. */
function amongThoseOf(teamId: string, name: string, filters: SessionFilters, from: From, limit: number) {
  return sql<boolean>`sessions.id in (
    select near.id from agents named cross join lateral (
      select sessions.id from sessions
      where sessions.team_id = ${teamId} and sessions.agent_row_id = named.id and ${matching(filters)} and ${after(from)}
      order by sessions.started_at desc, sessions.id desc limit ${limit}
    ) near
    where named.team_id = ${teamId} and named.name = ${name})`
}

const BY_NAME = sql<string>`coalesce(k.name, nullif(p.name, ''), p.email, case e.by_kind when 'system' then 'Memanto' end, e.by_id)`

function sessionEvents(db: Db, teamId: string, sessionId: string, limit: number) {
  return db
    .selectFrom('session_events as e')
    .leftJoin('api_keys as k', (join) => join.onRef('k.team_id', '=', 'e.team_id').onRef('k.id', '=', 'e.by_id'))
    .leftJoin('people as p', (join) => join.on(sql<boolean>`p.id = case e.by_kind when 'person' then e.by_id::uuid end`))
    .select(['e.id', 'e.at', 'e.kind', 'e.amount', 'e.by_kind', 'e.by_id', 'e.address', BY_NAME.as('by_name')])
    .where('e.team_id', '=', teamId)
    .where('e.session_id', '=', sessionId)
    .limit(limit)
}

/** The latest events, latest first. */
export async function listEvents(db: Db, teamId: string, sessionId: string, limit: number) {
  return sessionEvents(db, teamId, sessionId, limit).orderBy('e.id', 'desc').execute()
}

/** Oldest first, after the event of that id. */
export async function listEventsAfter(db: Db, teamId: string, sessionId: string, eventId: number, limit: number) {
  return sessionEvents(db, teamId, sessionId, limit).where('e.id', '>', eventId).orderBy('e.id').execute()
}

/** The parts that every list of sessions begins with. */
export function sessionViews(db: Db, teamId: string, filters: SessionFilters) {
  return db
    .selectFrom('sessions')
    .innerJoin('agents', (join) => join.onRef('agents.team_id', '=', 'sessions.team_id').onRef('agents.id', '=', 'sessions.agent_row_id'))
    .leftJoinLateral(
      (row) =>
        row
          .selectFrom('session_counters as u')
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
      'agents.name as agent_name',
      'agents.pattern',
      sql<number>`coalesce(used.stored, sessions.memories_stored)`.as('memories_stored'),
      sql<number>`coalesce(used.retrieved, sessions.memories_retrieved)`.as('memories_retrieved'),
      sql<number>`coalesce(used.made, sessions.recalls)`.as('recalls'),
      sql<Date | null>`coalesce(used.first_used, sessions.first_used_at)`.as('first_used_at'),
      sql<Date | null>`coalesce(used.last_used, sessions.last_used_at)`.as('last_used_at'),
      sql<Date>`memanto_now()`.as('now'),
    ])
}

export function matching({ agentName, status, endReason, startedWithinHours, startedFrom, startedTo, onlyAgents }: SessionFilters) {
  const conditions = [sql<boolean>`true`]
  if (agentName !== undefined) conditions.push(sql`agents.name = ${agentName}`)
  if (status !== undefined) conditions.push(BY_STATUS[status])
  if (endReason !== undefined && status !== undefined && status !== 'inactive') conditions.push(sql`false`) // nothing active has ended
  if (endReason !== undefined) conditions.push(endedBy(endReason))
  if (startedWithinHours) conditions.push(sql`sessions.started_at >= (select memanto_now() - ${startedWithinHours} * interval '1 hour')`)
  if (startedFrom) conditions.push(sql`sessions.started_at >= ${startedFrom}`)
  if (startedTo) conditions.push(sql`sessions.started_at <= ${startedTo}`)
  if (onlyAgents) conditions.push(sql`sessions.agent_row_id = any (${onlyAgents}::uuid[])`)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

/** Asked once a statement: an index can be searched by it. */
const NOW = sql`(select memanto_now())`

const ACTIVE = sql<boolean>`sessions.ended_at is null and sessions.expires_at > ${NOW}`

const BY_STATUS = {
  active: ACTIVE,
  expiring: sql<boolean>`${ACTIVE} and sessions.expires_at < ${NOW} + interval '30 minutes'`,
  inactive: sql<boolean>`not (${ACTIVE})`,
} as const

/** Indexed under one reason, which an open session has to be: `expired`, as soon as the clock passed. */
function endedBy(reason: EndReason) {
  const indexed = sql<boolean>`coalesce(sessions.end_reason, 'expired') = ${reason}`
  return reason === 'expired' ? sql<boolean>`${indexed} and (sessions.ended_at is not null or sessions.expires_at <= ${NOW})` : indexed
}
