import type { SessionDetail } from '../http/client'
import { type Format, formatRemaining, formatTime, labelled, memoriesOf } from './lines'
import { formatStatus } from './session'
import { tableLines } from './table'

/** Returns the output of `session show`: the session's properties and its timeline. */
export function sessionDetailLines(session: SessionDetail, format: Format): string[] {
  const properties: [string, string | undefined][] = [
    ['Session ID', session.session_id],
    ['Agent', session.agent_id],
    ['Status', formatStatus(session)],
    ['Created', formatTime(session.created_at, format)],
    ...endProperties(session, format),
    ['Opened By', session.opened_by.name],
    ['Stored', memoriesOf(session.memories_stored)],
    ['Retrieved', memoriesOf(session.memories_retrieved)],
  ]
  return [...labelled(properties), '', format.paint.bold('Timeline'), ...timeline(session, format)]
}

function endProperties(session: SessionDetail, format: Format): [string, string | undefined][] {
  if ('ended_at' in session)
    return [
      ['Ended', formatTime(session.ended_at, format)],
      ['Ended By', session.ended_by.name],
      ['Duration', session.duration],
    ]
  return [
    ['Expires', formatTime(session.expires_at, format)],
    ['Remaining', formatRemaining(session.time_remaining_seconds)],
  ]
}

function timeline({ events }: SessionDetail, format: Format): string[] {
  if (events.length === 0) return ['Events were deleted (team setting). The summary is kept.']
  const rows = events.map(({ at, kind, amount, by, address }) => [
    formatTime(at, format),
    kind,
    formatAmount(kind, amount),
    by.name,
    address ?? '-',
  ])
  return tableLines(['TIME', 'EVENT', 'AMOUNT', 'BY', 'FROM'], rows, format)
}

function formatAmount(kind: SessionDetail['events'][number]['kind'], amount: number): string {
  if (kind === 'extended' || kind === 'renewed') return `+${Number(amount.toFixed(2))} h`
  return kind === 'remembered' || kind === 'recalled' ? String(amount) : '-'
}
