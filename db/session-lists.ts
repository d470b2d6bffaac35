import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { SessionSort } from './constants'
import { idWhileOpen, NOW, sessionCounters, withTeam } from './fragments'
import type { ListPosition } from './list-filters'
import { type Statement, sendTogether, statement } from './round-trips'
import type { Db, Session } from './schema'
import { latestEvents, type TimelineEvent } from './session-events'
import { matchesSessionFilters, type SessionFilters } from './session-filters'
import { SESSION_ORDERS } from './session-orders'
import { hotQuery } from './statement-hooks'

/** A session with its agent and what it did so far. */
export interface SessionView extends Session {
  agent_name: string
  agent_is_deleted: boolean
  pattern: string
  now: Date
}

/** So many ids are compared with a prefix, because the order of the primary key may mix capitals and small letters. */
const IDS_COMPARED = 64

/** Finds a session of the team by its id, among those of `agentRowIds` where these are not null. */
export async function findSession(db: Db, teamId: string, id: string, agentRowIds: string[] | null): Promise<SessionView | undefined> {
  return (await db.executeQuery<SessionView>(sessionToFind(db, teamId, id, agentRowIds))).rows[0]
}

/** The query of `findSession`. */
export const sessionToFind = (db: Db, teamId: string, id: string, agentRowIds: string[] | null): Statement<SessionView> =>
  sessionViews(db, teamId, { agentRowIds }).where('sessions.id', '=', id).compile()

/** Finds a session as `findSession` does, with up to `limit` of its events, latest first. One round trip. */
export async function findSessionWithEvents(
  db: Db,
  teamId: string,
  id: string,
  agentRowIds: string[] | null,
  limit: number,
): Promise<{ session: SessionView; events: TimelineEvent[] } | undefined> {
  const session = sessionToFind(db, teamId, id, agentRowIds)
  const latest: Statement<TimelineEvent> = latestEvents(db, teamId, id, limit).compile()
  const [[found], events] = await sendTogether(db, session, latest)
  return found && { session: found, events }
}

/** Returns up to `limit` sessions whose id begins with the prefix. */
export async function listSessionsByPrefix(db: Db, teamId: string, prefix: string, agentRowIds: string[] | null, limit: number) {
  return sessionViews(db, teamId, { agentRowIds })
    .where(
      sql<boolean>`sessions.id in (
        select near.id from (
          select id from sessions where team_id = ${teamId} and id >= ${prefix} order by id limit ${IDS_COMPARED}
        ) near where starts_with(near.id, ${prefix}))`,
    )
    .orderBy('sessions.id')
    .limit(limit)
    .execute()
}

/** Finds the active session that was activated last, among those that match. */
export async function findActiveSession(db: Db, teamId: string, filters: SessionFilters): Promise<SessionView | undefined> {
  return findOpenSession(db, teamId, { ...filters, status: 'active' })
}

/** Finds the session that has not ended and was activated last, active or expired, among those that match. */
export async function findOpenSession(db: Db, teamId: string, filters: SessionFilters): Promise<SessionView | undefined> {
  return sessionViews(db, teamId, filters)
    .where('sessions.ended_at', 'is', null)
    .orderBy('sessions.started_at', 'desc')
    .orderBy('sessions.id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Returns up to `limit` active sessions, those with the least time left first. */
export async function listActiveByTimeLeft(db: Db, teamId: string, agentRowIds: string[] | null, limit: number): Promise<SessionView[]> {
  return sessionViews(db, teamId, { status: 'active', agentRowIds })
    .orderBy('sessions.expires_at')
    .orderBy('sessions.id')
    .limit(limit)
    .execute()
}

/** Returns up to `limit` sessions that match, in their order, those after `from` when a page goes on. */
export async function listSessions(
  db: Db,
  teamId: string,
  filters: SessionFilters,
  from: ListPosition | undefined,
  limit: number,
  sort: SessionSort = 'newest',
): Promise<SessionView[]> {
  const isFiltered = sort !== 'newest' || Object.values(filters).some((value) => value !== undefined && value !== null)
  const isFirstOfAll = !isFiltered && from === undefined
  const page = isFirstOfAll ? firstPageOfAll(db, teamId, limit) : pageOfSessions(db, teamId, filters, sort, from, limit)
  // Planning takes longer than the query. With filters, the best plan depends on their values.
  const { rows } = await db.executeQuery<SessionView>(isFiltered ? page : hotQuery('list_sessions', page))
  return rows
}

function pageOfSessions(
  db: Db,
  teamId: string,
  { agentName, ...others }: SessionFilters,
  sort: SessionSort,
  from: ListPosition | undefined,
  limit: number,
): CompiledQuery<SessionView> {
  return sessionViews(db, teamId, others)
    .where(SESSION_ORDERS[sort].after(from))
    .$if(agentName !== undefined, (query) => query.where(amongThoseOf(teamId, agentName ?? '', others, sort, from, limit)))
    .orderBy(SESSION_ORDERS[sort].by)
    .limit(limit)
    .compile()
}

const ANY_TEAM = ':team:'
const ANY_LIMIT = -1
let firstPage: CompiledQuery | undefined

/** The statement of the first page without filters. It is composed once, because that takes as long as everything else that the server does for it. */
function firstPageOfAll(db: Db, teamId: string, limit: number): Statement<SessionView> {
  firstPage ??= pageOfSessions(db, ANY_TEAM, { agentRowIds: null }, 'newest', undefined, ANY_LIMIT)
  const sentFor = (mark: unknown) => (mark === ANY_TEAM ? teamId : mark === ANY_LIMIT ? limit : mark)
  return statement(firstPage.sql, firstPage.parameters.map(sentFor))
}

/** Takes a page from the index of each agent that has or had this name: a join with them would sort their whole history. */
function amongThoseOf(
  teamId: string,
  name: string,
  filters: SessionFilters,
  sort: SessionSort,
  from: ListPosition | undefined,
  limit: number,
) {
  const { by, after } = SESSION_ORDERS[sort]
  return sql<boolean>`sessions.id in (
    select near.id from agents named cross join lateral (
      select sessions.id from sessions
      where sessions.team_id = ${teamId} and sessions.agent_row_id = named.id and ${matchesSessionFilters(filters)} and ${after(from)}
      order by ${by} limit ${limit}
    ) near
    where named.team_id = ${teamId} and named.name = ${name})`
}

interface Counters {
  stored: number
  retrieved: number
  recalls: number
  first_used_at: Date
  last_used_at: Date
}

/** The part that every list of sessions begins with. */
export function sessionViews(db: Db, teamId: string, filters: SessionFilters) {
  const counters: RawBuilder<Counters> = withTeam(teamId, (team) => `(${sessionCounters(team, idWhileOpen('sessions'))})`)
  return db
    .selectFrom('sessions')
    .innerJoin('agents', (join) => join.on('agents.team_id', '=', teamId).onRef('agents.id', '=', 'sessions.agent_row_id'))
    .leftJoinLateral(counters.as('used'), (join) => join.onTrue())
    .where('sessions.team_id', '=', teamId)
    .where(matchesSessionFilters(filters))
    .selectAll('sessions')
    .select([
      'agents.name as agent_name',
      sql<boolean>`agents.deleted_at is not null`.as('agent_is_deleted'),
      'agents.pattern',
      sql<number>`coalesce(used.stored, sessions.memories_stored)`.as('memories_stored'),
      sql<number>`coalesce(used.retrieved, sessions.memories_retrieved)`.as('memories_retrieved'),
      sql<number>`coalesce(used.recalls, sessions.recalls)`.as('recalls'),
      sql<Date | null>`coalesce(used.first_used_at, sessions.first_used_at)`.as('first_used_at'),
      sql<Date | null>`coalesce(used.last_used_at, sessions.last_used_at)`.as('last_used_at'),
      sql.raw<Date>(NOW).as('now'),
    ])
}
