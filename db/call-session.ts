import type { SessionContext } from './session-authorization'

/** The columns of its session that a statement returns which authorizes a call and does its work. */
const CALL_COLUMNS = [
  ...['team_id', 'id', 'agent_row_id', 'agent_name', 'started_at', 'expires_at', 'end_reason'],
  ...['renew_on_use', 'requests_per_minute', 'companion_name', 'now', 'refusal'],
] as const

/** The session that a statement returns which authorizes a call and does its work. */
export type CallSession = Pick<SessionContext, (typeof CALL_COLUMNS)[number]>

const CALL_NAMES = CALL_COLUMNS.map((column) => [column, `call_${column}`] as const)

/** SQL of these columns of the row `v` of `verdict`, with the prefix `call_`, so that they differ from the columns of other tables. */
export const CALL_SESSION_COLUMNS = CALL_COLUMNS.map((column) => `v.${column} as call_${column}`).join(', ')

/** The columns of a session in a row that such a statement returns. */
export type CallRow = { [Column in keyof CallSession as `call_${Column}`]: CallSession[Column] }

/** Reads the session from a row that such a statement returned; undefined when there is no row, because there is no such session. */
export function callSessionOf(row: CallRow | undefined): CallSession | undefined {
  if (row === undefined) return undefined
  const session: Record<string, unknown> = {}
  for (const [column, name] of CALL_NAMES) session[column] = row[name]
  return session as unknown as CallSession
}
