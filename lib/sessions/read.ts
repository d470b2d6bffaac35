import type { Team } from '../../db/schema'
import type { SessionContext } from '../../db/session-authorization'
import { countSessionsByFacet } from '../../db/session-counts'
import { listEventsAfter } from '../../db/session-events'
import type { SessionFilters } from '../../db/session-filters'
import {
  findActiveSession,
  findOpenSession,
  findSession,
  findSessionWithEvents,
  listSessions,
  type SessionView,
} from '../../db/session-lists'
import { SESSION_ORDERS } from '../../db/session-orders'
import { findTeam } from '../../db/teams'
import { dbFor, type Identity, type Principal, type SessionPrincipal } from '../auth/principal'
import { COUNTED_UP_TO } from '../bounded-count'
import { fail } from '../errors'
import { eachRow, readCursor, toPage, writeCursor } from '../input/cursor'
import { sessionNotFound } from './errors'
import { extendedExpiry, MIN_HOURS, revivalRefusal, type SessionSort, stateOf } from './rules'

const EVENTS_SHOWN = 1000

/** The session of the token that is used. */
export async function readOwnSession({ session }: SessionPrincipal): Promise<{ session: SessionContext }> {
  return { session }
}

/** The active session of an agent, or without a name the one of the team that was activated last. @throws no_active_session */
export async function readActiveSession(
  principal: Principal<'sessions:read'>,
  { agentName }: { agentName?: string },
): Promise<SessionView> {
  const { teamId, agentRowIds } = principal
  const active = await findActiveSession(dbFor(principal), teamId, { agentName, agentRowIds })
  return active ?? fail('no_active_session', 'There is no active session. Activate an agent to start one.')
}

/** One session and the last of what happened in it, oldest first. */
export async function readSession(
  principal: Principal<'sessions:read'>,
  { sessionId, limit = EVENTS_SHOWN }: { sessionId: string; limit?: number },
) {
  const { teamId, agentRowIds } = principal
  const found = await findSessionWithEvents(dbFor(principal), teamId, sessionId, agentRowIds, limit)
  const { session, events } = found ?? sessionNotFound()
  return { session, events: events.reverse() }
}

interface TimelineInput {
  limit: number
  cursor?: string | undefined
  /** An event to be on the page, whichever that is. */
  event?: number | undefined
}

/** A session and a page of what happened in it, oldest first; `cursor` goes on after the last event shown. */
export async function readTimeline(principal: Principal<'sessions:read'>, id: string, input: TimelineInput) {
  const { teamId, agentRowIds } = principal
  const session = (await findSession(dbFor(principal), teamId, id, agentRowIds)) ?? sessionNotFound()
  const list = `events of ${id}`
  const from = readCursor(teamId, list, input.cursor)
  const { events, isAhead } = await eventsWith(input.event, Number(from?.id ?? 0), input.limit, (after) =>
    listEventsAfter(dbFor(principal), teamId, id, after, input.limit + 1),
  )
  const { shown, nextCursor } = toPage(events, input.limit, (last) => writeCursor(teamId, list, { time: last.at, id: String(last.id) }))
  return { session, events: shown, before: from?.time ?? null, isFirst: from === undefined && !isAhead, nextCursor }
}

/** The events after one; from the event that is asked for on, where those shown would not reach it. */
async function eventsWith<T extends { id: unknown }>(
  event: number | undefined,
  after: number,
  limit: number,
  list: (after: number) => Promise<T[]>,
): Promise<{ events: T[]; isAhead: boolean }> {
  const events = await list(after)
  const isShown = event === undefined || events.slice(0, limit).some(({ id }) => Number(id) === event)
  const ahead = isShown ? [] : await list(event - 1)
  const isAhead = ahead[0] !== undefined && Number(ahead[0].id) === event
  return { events: isAhead ? ahead : events, isAhead }
}

/** What the team's settings say of its sessions, for every role. */
export async function readSessionPolicy(principal: Principal<'sessions:read'>): Promise<Pick<Team, 'default_hours' | 'events_kept_days'>> {
  return findTeam(dbFor(principal), principal.teamId)
}

/** The agent's session that has not ended: active, or expired and perhaps still to be extended. */
export async function readOpenSession(principal: Principal<'sessions:read'>, agentName: string) {
  const { teamId, agentRowIds } = principal
  const [session, policy] = await Promise.all([
    findOpenSession(dbFor(principal), teamId, { agentName, agentRowIds }),
    findTeam(dbFor(principal), teamId),
  ])
  if (session === undefined) return undefined
  const { now } = session
  const isRevivable = stateOf(session, now) === 'active' || revivalRefusal(session, policy, now) === undefined
  return { session, mayBeExtended: isRevivable && extendedExpiry(session, MIN_HOURS, policy, now) !== undefined }
}

/** Which sessions a list holds. */
export interface SessionListFilters {
  agentName?: string | undefined
  status?: 'active' | 'expiring' | 'inactive' | undefined
  endReason?: SessionView['end_reason'] | undefined
  /** The id of the key or person that opened them. */
  openedBy?: string | undefined
  /** Started within so many hours before now. */
  withinHours?: number | undefined
  from?: Date | undefined
  to?: Date | undefined
}

export interface SessionListInput extends SessionListFilters {
  /** Newest first unless it says otherwise. By time left only where the list holds no others than active sessions. */
  sort?: SessionSort | undefined
  limit: number
  cursor?: string | undefined
}

/** True for an order that a list of sessions can have. */
export const canBeSorted = (sort: SessionSort, { status }: SessionListFilters) =>
  sort !== 'expires' || status === 'active' || status === 'expiring'

/** Returns a page of the team's sessions, latest start first unless sorted otherwise, among the agents that the caller has access to. */
export async function listTeamSessions(principal: Principal<'sessions:read'>, input: SessionListInput) {
  const { teamId } = principal
  const sort = input.sort !== undefined && canBeSorted(input.sort, input) ? input.sort : 'newest'
  const list = sort === 'newest' ? 'sessions' : `sessions by ${sort}`
  const rows = await listSessions(
    dbFor(principal),
    teamId,
    filtersOf(principal, input),
    readCursor(teamId, list, input.cursor),
    input.limit + 1,
    sort,
  )
  return toPage(rows, input.limit, (last) => writeCursor(teamId, list, SESSION_ORDERS[sort].positionOf(last)))
}

const EXPORT_BATCH = 500

/** Yields every session of a list, read in batches as the reader takes them. */
export function eachTeamSession(principal: Principal<'sessions:read'>, input: SessionListFilters): AsyncIterable<SessionView> {
  const filters = filtersOf(principal, input)
  return eachRow(
    EXPORT_BATCH,
    (from) => listSessions(dbFor(principal), principal.teamId, filters, from, EXPORT_BATCH),
    SESSION_ORDERS.newest.positionOf,
  )
}

/** Counts for each choice of a filter the sessions that it would leave together with the other filters. No count exceeds COUNTED_UP_TO. */
export async function countSessionFacets(principal: Principal<'sessions:read'>, filters: SessionListFilters) {
  return countSessionsByFacet(dbFor(principal), principal.teamId, filtersOf(principal, filters), COUNTED_UP_TO)
}

/** A list's filters, within what the caller may reach. */
export function filtersOf({ agentRowIds }: Pick<Identity, 'agentRowIds'>, input: SessionListFilters): SessionFilters {
  const { agentName, status, endReason, openedBy, withinHours, from, to } = input
  const times = { startedWithinHours: withinHours, startedFrom: from, startedTo: to }
  return { agentName, status, endReason: endReason ?? undefined, openedBy, ...times, agentRowIds }
}
