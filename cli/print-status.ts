import type { SessionInfo } from './client'
import type { Problem } from './failures'
import { type Look, labelled, printLeft, printTime } from './print-lines'
import { printTable } from './print-table'

/** What `memanto status` tells: answers of the API, put together. */
export interface Status {
  server_url: string
  server: { status: string; service: string; version: string }
  /** Masked. */
  api_key: string | null
  agent_id: string | null
  /** Of the agent that commands are about, as its token sees it. */
  session: SessionInfo | null
  /** Why the token that is held opens nothing any more. */
  session_refused: Problem | null
  /** Every active session that the key reaches. */
  sessions: SessionInfo[]
}

export function printStatus(status: Status, look: Look): string[] {
  const { paint } = look
  return [
    paint.bold('Memanto Status'),
    '',
    ...labelled([
      ['Server', `${status.server_url} (${status.server.status}, version ${status.server.version})`],
      ['Signed in', status.api_key ?? 'no, only with a session token'],
      ['Agent', status.agent_id ?? 'none'],
      ['Session', sessionWords(status, look)],
    ]),
    '',
    ...activeLines(status, look),
  ]
}

/** The same where the server cannot be asked. */
export function printUnreachable(
  { server_url, api_key, agent_id }: Pick<Status, 'server_url' | 'api_key' | 'agent_id'>,
  expiresAt: string | undefined,
  look: Look,
): string[] {
  const pairs: [string, string | undefined][] = [
    ['Server', `${server_url} (not reachable)`],
    ['Signed in', api_key ?? 'no, only with a session token'],
    ['Agent', agent_id ?? 'none'],
    ['Session', expiresAt && `until ${printTime(expiresAt, look)} (last known)`],
  ]
  return [look.paint.bold('Memanto Status'), '', ...labelled(pairs)]
}

function sessionWords({ session, session_refused, agent_id }: Status, look: Look): string {
  if (session)
    return `${session.status.toUpperCase()}, ${printLeft(session.time_remaining_seconds)} left, until ${printTime(session.expires_at, look)}`
  if (session_refused) return `INACTIVE: ${session_refused.detail}`
  return `none. Start one: memanto agent activate ${agent_id ?? 'AGENT'}`
}

function activeLines({ sessions, session }: Status, look: Look): string[] {
  if (sessions.length === 0) return ['No active agents.']
  const rows = sessions.map((each) => [
    each.session_id === session?.session_id ? `${each.agent_id} *` : each.agent_id,
    printLeft(each.time_remaining_seconds),
    printTime(each.expires_at, look),
  ])
  const legend = session ? ['* default agent'] : []
  return [look.paint.bold('Active Agents'), ...printTable(['AGENT', 'REMAINING', 'EXPIRES'], rows, look), ...legend]
}
