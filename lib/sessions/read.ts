import { findActiveSession, findSession, listEvents, listSessions, type SessionView } from '../../db/session-views'
import type { Caller } from '../auth/caller'
import { fail } from '../errors'
import { page, readCursor, writeCursor } from '../http/cursor'
import { db } from '../process'
import { sessionMissing } from './refusals'

const EVENTS_SHOWN = 1000

/** The active session of an agent, or without a name the one of the team that was activated last. */
export async function readActiveSession(caller: Caller, agentName?: string): Promise<SessionView> {
  const active = await findActiveSession(db(), caller.teamId, { agentName, onlyAgents: caller.onlyAgents })
  return active ?? fail('no_active_session', 'No session is active. Activate an agent to open one.')
}

/** One session and what happened in it, oldest first. */
export async function readSession(caller: Caller, id: string) {
  const session = (await findSession(db(), caller.teamId, id, caller.onlyAgents)) ?? sessionMissing()
  const events = await listEvents(db(), caller.teamId, id, EVENTS_SHOWN)
  return { session, events: events.reverse() }
}

export interface SessionListInput {
  agent_id?: string | undefined
  status?: 'active' | 'inactive' | undefined
  end_reason?: SessionView['end_reason'] | undefined
  from?: Date | undefined
  to?: Date | undefined
  limit: number
  cursor?: string | undefined
}

/** A page of the team's sessions, latest start first, as far as the caller may see them. */
export async function listTeamSessions(caller: Caller<'sessions:read'>, input: SessionListInput) {
  const { teamId, onlyAgents } = caller
  const { agent_id, status, end_reason, from, to, limit, cursor } = input
  const filters = { agentName: agent_id, status, endReason: end_reason ?? undefined, startedFrom: from, startedTo: to, onlyAgents }
  const rows = await listSessions(db(), teamId, filters, readCursor(teamId, 'sessions', cursor), limit + 1)
  return page(rows, limit, (last) => writeCursor(teamId, 'sessions', { time: last.started_at, id: last.id }))
}
