import type { SessionView } from '../../db/session-lists'
import type { Caller } from '../auth/caller'
import { recordExport } from '../record-export'
import { eachTeamSession, type SessionListInput } from './read'
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

type ExportInput = Omit<SessionListInput, 'limit' | 'cursor'>

/** The sessions of a list as cells, in the order of SESSION_COLUMNS. Never a token. The export itself is recorded. */
export async function exportSessions(caller: Caller<'sessions:read'>, input: ExportInput) {
  await recordExport(caller, 'sessions.exported', input)
  return cells(caller, input)
}

async function* cells(caller: Caller<'sessions:read'>, input: ExportInput) {
  for await (const session of eachTeamSession(caller, input)) yield cellsOf(session)
}

function cellsOf(session: SessionView): (string | number | null)[] {
  const row = presentSessionRow(session)
  return Object.values(COLUMNS).map((cell) => cell(row))
}
