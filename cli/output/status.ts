import type { Problem } from '../errors'
import type { SessionInfo } from '../http/client'
import { type Format, formatRemaining, formatTime, labelled } from './lines'
import { tableLines } from './table'

/** What `memanto status --json` prints: several responses of the API in one object. */
export interface Status {
  server_url: string
  server: { status: string; service: string; version: string }
  /** Masked. */
  api_key: string | null
  /** The selected agent. */
  agent_id: string | null
  /** The selected agent's session. */
  session: SessionInfo | null
  /** Why the stored token of the selected agent does not work any more. */
  session_refused: Problem | null
  /** The selected agent's session, then the other active ones that the API key can see. */
  sessions: SessionInfo[]
  /** Whether `sessions` has all others, whether there are more, or whether they are unknown: there is no key, or it may not list them. */
  other_sessions: 'listed' | 'more' | 'unknown'
}

/** Returns the output of `memanto status`. */
export function statusLines(status: Status, format: Format): string[] {
  const { paint } = format
  return [
    paint.bold('Memanto Status'),
    '',
    ...labelled([
      ['Server', `${status.server_url} (${status.server.status}, version ${status.server.version})`],
      ['Signed in', status.api_key ?? 'no, only with a session token'],
      ['Agent', status.agent_id ?? 'none'],
      ['Session', sessionSummary(status, format)],
    ]),
    ...(status.other_sessions === 'unknown' ? [] : ['', ...activeAgents(status, format)]),
  ]
}

/** Returns the output of `memanto status` if the server cannot be reached: only what is stored on this machine. */
export function unreachableLines(
  { server_url, api_key, agent_id }: Pick<Status, 'server_url' | 'api_key' | 'agent_id'>,
  expiresAt: string | undefined,
  format: Format,
): string[] {
  const pairs: [string, string | undefined][] = [
    ['Server', `${server_url} (not reachable)`],
    ['Signed in', api_key ?? 'no, only with a session token'],
    ['Agent', agent_id ?? 'none'],
    ['Session', expiresAt && `until ${formatTime(expiresAt, format)} (last known)`],
  ]
  return [format.paint.bold('Memanto Status'), '', ...labelled(pairs)]
}

function sessionSummary({ session, session_refused, api_key, agent_id, sessions, other_sessions }: Status, format: Format): string {
  if (session) {
    const { status, time_remaining_seconds, expires_at } = session
    return `${status.toUpperCase()}, ${formatRemaining(time_remaining_seconds)} left, until ${formatTime(expires_at, format)}`
  }
  const command = `memanto agent activate ${agent_id}`
  const elsewhere = sessions.find((each) => each.agent_id === agent_id)
  if (elsewhere) {
    const where = session_refused ? 'but another session has replaced the one on this machine' : 'but not on this machine'
    return `ACTIVE, ${where}, ${formatRemaining(elsewhere.time_remaining_seconds)} left. Join it: ${command}`
  }
  if (session_refused?.end_reason === 'replaced' && other_sessions !== 'listed')
    return `INACTIVE: Another session has replaced the one on this machine. ${api_key ? 'Join it' : 'Sign in, then join it'}: ${command}`
  if (session_refused) return `INACTIVE: ${session_refused.detail}`
  return `none. Start one: memanto agent activate ${agent_id ?? 'AGENT'}`
}

function activeAgents({ sessions, session, other_sessions }: Status, format: Format): string[] {
  if (sessions.length === 0) return ['No active agents.']
  const rows = sessions.map((each) => [
    each.session_id === session?.session_id ? `${each.agent_id} *` : each.agent_id,
    formatRemaining(each.time_remaining_seconds),
    formatTime(each.expires_at, format),
  ])
  const more = other_sessions === 'more' ? ['and more. List all: memanto session list --status active --all'] : []
  const legend = session ? ['* selected agent'] : []
  return [format.paint.bold('Active Agents'), ...tableLines(['AGENT', 'REMAINING', 'EXPIRES'], rows, format), ...more, ...legend]
}
