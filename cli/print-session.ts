import type { ExtendedSession, Session, SessionDetail, SessionInfo, Summary } from './client'
import { shortToken } from './harmless'
import { type Look, labelled, printLeft, printTime, success } from './print-lines'
import { printTable } from './print-table'

/** What activating an agent prints; the token cut to the segment that all tokens share, unless it is asked for. */
export function printActivation(session: Session, showToken: boolean, look: Look): string[] {
  return [
    success(`Session activated for agent '${session.agent_id}'`, look),
    ...labelled([
      ['Session ID', session.session_id],
      ['Session Token', showToken ? session.session_token : shortToken(session.session_token)],
      ['Created At', printTime(session.created_at, look)],
      ['Expires At', printTime(session.expires_at, look)],
      ['Expires In', printLeft(session.time_remaining_seconds)],
    ]),
  ]
}

export function printSessionInfo(info: SessionInfo, look: Look): string[] {
  return [
    look.paint.bold('Current Session Information'),
    '',
    ...labelled([
      ['Agent', info.agent_id],
      ['Status', info.status.toUpperCase()],
      ['Created', printTime(info.created_at, look)],
      ['Expires', printTime(info.expires_at, look)],
      ['Remaining', printLeft(info.time_remaining_seconds)],
    ]),
  ]
}

export function printExtension({ new_expires_at, hours_added }: ExtendedSession, look: Look): string[] {
  return [
    success('Session extended successfully', look),
    `New Expiry: ${printTime(new_expires_at, look)}`,
    `Hours Added: ${Number(hours_added.toFixed(2))}`,
  ]
}

export function printSummary(summary: Summary, look: Look): string[] {
  return [success(`Session deactivated for agent '${summary.agent_id}'`, look), 'Session Summary:', ...summaryLines(summary)]
}

const summaryLines = ({ duration, memories_stored, memories_retrieved }: Summary) => [
  `- Duration: ${duration}`,
  `- Memories Stored: ${memories_stored}`,
  `- Memories Retrieved: ${memories_retrieved}`,
]

export function printSessions(sessions: SessionInfo[], look: Look): string[] {
  if (sessions.length === 0) return ['No sessions.']
  const rows = sessions.map((session) => [
    session.session_id,
    session.agent_id,
    stateWords(session),
    printTime(session.created_at, look),
    printTime(session.expires_at, look),
    session.status === 'active' ? printLeft(session.time_remaining_seconds) : '-',
    String(session.memories_stored),
    String(session.memories_retrieved),
  ])
  return printTable(['SESSION', 'AGENT', 'STATUS', 'CREATED', 'EXPIRES', 'REMAINING', 'STORED', 'RETRIEVED'], rows, look)
}

const stateWords = ({ status, end_reason }: { status: string; end_reason: string | null }) =>
  end_reason ? `${status.toUpperCase()} (${end_reason})` : status.toUpperCase()

/** A session and its timeline. */
export function printSessionDetail(session: SessionDetail, look: Look): string[] {
  const facts: [string, string | undefined][] = [
    ['Session ID', session.session_id],
    ['Agent', session.agent_id],
    ['Status', stateWords(session)],
    ['Created', printTime(session.created_at, look)],
    ...endLines(session, look),
    ['Opened By', session.opened_by.name],
    ['Stored', `${session.memories_stored} memories`],
    ['Retrieved', `${session.memories_retrieved} memories`],
  ]
  return [...labelled(facts), '', look.paint.bold('Timeline'), ...timeline(session, look)]
}

function endLines(session: SessionDetail, look: Look): [string, string | undefined][] {
  if ('ended_at' in session)
    return [
      ['Ended', printTime(session.ended_at, look)],
      ['Ended By', session.ended_by.name],
      ['Duration', session.duration],
    ]
  return [
    ['Expires', printTime(session.expires_at, look)],
    ['Remaining', printLeft(session.time_remaining_seconds)],
  ]
}

function timeline({ events }: SessionDetail, look: Look): string[] {
  if (events.length === 0) return ['Events were deleted (team setting). The summary is kept.']
  const rows = events.map(({ at, kind, amount, by, address }) => [
    printTime(at, look),
    kind,
    amountWords(kind, amount),
    by.name,
    address ?? '-',
  ])
  return printTable(['TIME', 'EVENT', 'AMOUNT', 'BY', 'FROM'], rows, look)
}

function amountWords(kind: SessionDetail['events'][number]['kind'], amount: number): string {
  if (kind === 'extended' || kind === 'renewed') return `+${Number(amount.toFixed(2))} h`
  return kind === 'remembered' || kind === 'recalled' ? String(amount) : '-'
}
