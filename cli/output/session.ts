import type { ExtendedSession, Session, SessionInfo, Summary } from '../http/client'
import { type Format, formatRemaining, formatTime, labelled, success } from './lines'
import { maskToken } from './sanitize'
import { tableLines } from './table'

/** Returns the output of `agent activate`. Without `showToken` the token is masked. */
export function activationLines(session: Session, showToken: boolean, format: Format): string[] {
  return [
    success(`Session activated for agent '${session.agent_id}'`, format),
    ...labelled([
      ['Session ID', session.session_id],
      ['Session Token', showToken ? session.session_token : maskToken(session.session_token)],
      ['Created At', formatTime(session.created_at, format)],
      ['Expires At', formatTime(session.expires_at, format)],
      ['Expires In', formatRemaining(session.time_remaining_seconds)],
    ]),
  ]
}

/** Returns the output of `session info`. */
export function sessionInfoLines(info: SessionInfo, format: Format): string[] {
  return [
    format.paint.bold('Current Session Information'),
    '',
    ...labelled([
      ['Agent', info.agent_id],
      ['Status', info.status.toUpperCase()],
      ['Created', formatTime(info.created_at, format)],
      ['Expires', formatTime(info.expires_at, format)],
      ['Remaining', formatRemaining(info.time_remaining_seconds)],
    ]),
  ]
}

/** Returns the output of `session extend`. */
export function extensionLines({ new_expires_at, hours_added }: ExtendedSession, format: Format): string[] {
  return [
    success('Session extended successfully', format),
    `New Expiry: ${formatTime(new_expires_at, format)}`,
    `Hours Added: ${Number(hours_added.toFixed(2))}`,
  ]
}

/** Returns the output of `agent deactivate`. */
export function summaryLines({ agent_id, duration, memories_stored, memories_retrieved }: Summary, format: Format): string[] {
  return [
    success(`Session deactivated for agent '${agent_id}'`, format),
    'Session Summary:',
    `- Duration: ${duration}`,
    `- Memories Stored: ${memories_stored}`,
    `- Memories Retrieved: ${memories_retrieved}`,
  ]
}

/** Returns the output of `session list`. */
export function sessionTable(sessions: SessionInfo[], format: Format): string[] {
  if (sessions.length === 0) return ['No sessions.']
  const rows = sessions.map((session) => [
    session.session_id,
    session.agent_id,
    formatStatus(session),
    formatTime(session.created_at, format),
    formatTime(session.expires_at, format),
    session.status === 'active' ? formatRemaining(session.time_remaining_seconds) : '-',
    String(session.memories_stored),
    String(session.memories_retrieved),
  ])
  return tableLines(['SESSION', 'AGENT', 'STATUS', 'CREATED', 'EXPIRES', 'REMAINING', 'STORED', 'RETRIEVED'], rows, format)
}

/** Returns a session's status as `ACTIVE` or `INACTIVE (replaced)`. */
export const formatStatus = ({ status, end_reason }: { status: string; end_reason: string | null }) =>
  end_reason ? `${status.toUpperCase()} (${end_reason})` : status.toUpperCase()
