import type { SessionView } from '../../db/session-lists'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordExport } from '../record-export'
import { eachTeamSession, type SessionListFilters } from './read'
import { presentSessionRow, type SessionRow } from './session-row'

const COLUMNS = {
  session_id: ({ id }) => id,
  agent_id: ({ agentName }) => agentName,
  status: ({ state }) => (state === 'active' ? 'active' : 'inactive'),
  end_reason: ({ endReason }) => endReason,
  end_note: ({ endNote }) => endNote,
  started_at: ({ startedAt }) => startedAt,
  expires_at: ({ expiresAt }) => expiresAt,
  ended_at: ({ endedAt }) => endedAt,
  duration_seconds: ({ durationSeconds }) => durationSeconds,
  duration: ({ duration }) => duration,
  memories_stored: ({ stored }) => stored,
  memories_retrieved: ({ retrieved }) => retrieved,
  recalls: ({ recalls }) => recalls,
  extensions: ({ extensions }) => extensions,
  opened_by: ({ openedBy }) => openedBy.name,
  ended_by: ({ endedBy }) => endedBy?.name ?? null,
  first_used_at: ({ firstUsedAt }) => firstUsedAt,
  last_used_at: ({ lastUsedAt }) => lastUsedAt,
} as const satisfies Record<string, (session: SessionRow) => string | number | null>

export const SESSION_COLUMNS = Object.keys(COLUMNS)

/** The sessions of a list as cells, in the order of SESSION_COLUMNS. Never a token. The export itself is recorded. */
export async function exportSessions(principal: Principal<'sessions:read'>, filters: SessionListFilters, context: RequestContext) {
  await recordExport(principal, { kind: 'sessions.exported', filters: describeFilters(filters) }, context)
  return cells(principal, filters)
}

/** Filters under their names on the wire, as the audit log shows them. */
export const describeFilters = ({ agentName, status, endReason, openedBy, withinHours, from, to }: SessionListFilters) => ({
  agent_id: agentName,
  status,
  end_reason: endReason,
  opened_by: openedBy,
  within_hours: withinHours,
  from,
  to,
})

async function* cells(principal: Principal<'sessions:read'>, filters: SessionListFilters) {
  for await (const session of eachTeamSession(principal, filters)) yield cellsOf(session)
}

/** A session as cells, in the order of SESSION_COLUMNS. */
export function cellsOf(session: SessionView): (string | number | null)[] {
  const row = presentSessionRow(session)
  return Object.values(COLUMNS).map((cell) => cell(row))
}
