import type { SessionView } from '../../db/session-lists'
import { formatDuration, rfc3339 } from '../time'
import { durationSeconds, endReasonOf, isExpiringSoon, type SessionState, stateOf } from './rules'

type Actor = { kind: 'key' | 'person' | 'agent' | 'system'; id: string; name: string }

/** A session as the portal shows it, in a list or by itself. Never a token. */
export interface SessionRow {
  id: string
  agentName: string
  isAgentDeleted: boolean
  state: SessionState
  isExpiringSoon: boolean
  startedAt: string
  expiresAt: string
  endedAt: string | null
  endReason: NonNullable<SessionView['end_reason']> | null
  endNote: string | null
  /** So far, while it is active. */
  durationSeconds: number
  duration: string
  stored: number
  retrieved: number
  recalls: number
  extensions: number
  firstUsedAt: string | null
  lastUsedAt: string | null
  openedBy: Actor
  endedBy: Actor | null
  /** The database's clock, when this was read. */
  now: string
}

export function presentSessionRow(session: SessionView): SessionRow {
  const seconds = Math.round(durationSeconds(session, session.now))
  return {
    id: session.id,
    agentName: session.agent_name,
    isAgentDeleted: session.agent_is_deleted,
    state: stateOf(session, session.now),
    isExpiringSoon: isExpiringSoon(session, session.now),
    ...timesOf(session),
    endReason: endReasonOf(session, session.now),
    endNote: session.end_note,
    durationSeconds: seconds,
    duration: formatDuration(seconds),
    stored: session.memories_stored,
    retrieved: session.memories_retrieved,
    recalls: session.recalls,
    extensions: session.extensions,
    openedBy: { kind: session.opened_by_kind, id: session.opened_by_id, name: session.opened_by_name },
    endedBy: endedBy(session),
    now: rfc3339(session.now),
  }
}

/** An expired session ended when it expired, whether or not anyone has written it down. */
function timesOf(session: SessionView) {
  const isExpired = stateOf(session, session.now) === 'expired'
  const endedAt = isExpired ? session.expires_at : session.ended_at
  return {
    startedAt: rfc3339(session.started_at),
    expiresAt: rfc3339(session.expires_at),
    endedAt: endedAt && rfc3339(endedAt),
    firstUsedAt: session.first_used_at && rfc3339(session.first_used_at),
    lastUsedAt: session.last_used_at && rfc3339(session.last_used_at),
  }
}

function endedBy({ ended_by_kind, ended_by_id, ended_by_name }: SessionView): Actor | null {
  if (ended_by_kind === null) return null
  return { kind: ended_by_kind, id: ended_by_id ?? '', name: ended_by_name ?? '' }
}

/** How many sessions an action ended, as a sentence. */
export function describeEndedCount(count: number): string {
  if (count === 0) return 'No sessions were ended.'
  return count === 1 ? '1 session was ended.' : `${count} sessions were ended.`
}

/** The line by which an ended session is summed up: `Duration: 2h 15m · Memories Stored: 12 · Memories Retrieved: 8`. */
export const summaryLine = ({ duration, stored, retrieved }: { duration: string; stored: number; retrieved: number }) =>
  `Duration: ${duration} · Memories Stored: ${stored} · Memories Retrieved: ${retrieved}`
