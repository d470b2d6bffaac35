import { formatDuration } from '../lib/time'
import type { ApiError, Problem } from './errors'

/** What the hint for an API error depends on. */
export interface HintContext {
  /** The agent of the command. */
  agentId?: string | undefined
  /** Where the API key comes from: the name of a variable or config.json; undefined if there is none. */
  keyFrom?: string | undefined
  /** An extension was refused. */
  isExtending?: boolean | undefined
  retryAfterSeconds?: number | undefined
}

type Hint = (problem: Problem, context: HintContext) => string

const activate = ({ agentId = 'AGENT' }: HintContext) => `memanto agent activate ${agentId}`

const newKey: Hint = (_problem, { keyFrom }) =>
  keyFrom && keyFrom !== 'config.json' ? `Set ${keyFrom} to a valid key.` : 'Sign in with a valid key: memanto login'

/** Only the server knows its clock and the team's grace period: if it refuses an extension with a key, the period is over. */
const onExpired: Hint = (_problem, context) => {
  const extend = context.agentId === undefined ? 'memanto session extend' : `memanto session extend --agent ${context.agentId}`
  if (context.keyFrom === undefined) return `Sign in: memanto login. Then reactivate it: ${extend}`
  if (context.isExtending) return `Memories are kept. Start a new session: ${activate(context)}`
  return `Reactivate it: ${extend} (within 24 hours, unless your team changed this). After that: ${activate(context)}`
}

const later: Hint = (_problem, { retryAfterSeconds = 0 }) =>
  `Try again in ${retryAfterSeconds > 60 ? formatDuration(retryAfterSeconds) : 'a moment'}.`

/** The error's message names the first invalid field; the hint names the others. */
const onInvalid: Hint = ({ errors = [] }) =>
  [...errors.slice(1).map(({ field, message }) => `${field} ${message}.`), 'Add --help for usage.'].join(' ')

const BY_END_REASON: Record<string, (context: HintContext) => string> = {
  replaced: (context) => `Another activation replaced this session. Join the new one: ${activate(context)}`,
  deactivated: (context) => `It was deactivated. Memories are kept. Start a new session: ${activate(context)}`,
  revoked: (context) => `Somebody ended it, or its key was revoked. If you still have access, start a new session: ${activate(context)}`,
  expired: (context) => `It expired and was closed. Memories are kept. Start a new session: ${activate(context)}`,
}

const onEnded: Hint = ({ end_reason = '' }, context) =>
  ownValue(BY_END_REASON, end_reason)?.(context) ?? `Start a new session: ${activate(context)}`

const HINTS: { [Code in Problem['code']]?: Hint } = {
  missing_api_key: newKey,
  invalid_api_key: newKey,
  api_key_revoked: newKey,
  api_key_expired: newKey,
  credential_revoked: (_problem, context) =>
    `The key that started this session is no longer valid. Sign in with a valid key, then: ${activate(context)}`,
  missing_session_token: (_problem, context) => `Start a session: ${activate(context)}`,
  invalid_session_token: (_problem, context) => `The token is incomplete or from another server. Get a new one: ${activate(context)}`,
  unknown_session: (_problem, context) => `Start a new session: ${activate(context)}`,
  session_expired: onExpired,
  session_ended: onEnded,
  agent_deleted: (_problem, { agentId = 'AGENT' }) =>
    `The agent and its memories were deleted. Create it again, without memories: memanto agent activate ${agentId} --create`,
  insufficient_scope: () => 'Ask an admin of your team for a key with this permission.',
  wrong_agent: (_problem, context) => `Use a session of this agent: ${activate(context)}`,
  agent_not_allowed: () => 'Ask an admin of your team for a key with access to this agent.',
  agent_not_found: (_problem, { agentId = 'AGENT' }) => `List agents: memanto agent list. Create it: memanto agent create ${agentId}`,
  memory_not_found: () => 'Find memories with memanto recall, and choose the agent with --agent.',
  memory_changed: (_problem, { agentId }) =>
    `See what changed: memanto memory history ID${agentId === undefined ? '' : ` --agent ${agentId}`}`,
  session_not_found: () => 'List sessions: memanto session list',
  no_active_session: (_problem, context) => `Start one: ${activate(context)}`,
  agent_exists: (_problem, context) => `Use the existing agent: ${activate(context)}. Or choose another name.`,
  session_already_active: (_problem, context) => `Join it: ${activate(context)}. End it and start a new one: add --on-active replace`,
  session_limit_reached: (_problem, { agentId = '' }) =>
    `End it and start a new one: ${`memanto agent deactivate ${agentId}`.trim()}, then memanto agent activate ${agentId || 'AGENT'}`,
  invalid_request: onInvalid,
  body_too_large: () => 'Send less per request.',
  internal_error: ({ request_id }) => `Try again. If it persists, send the request id ${request_id} to your server admin.`,
  too_many_attempts: later,
  overloaded: later,
  database_unavailable: () => 'Try again in a moment. If it persists, tell your server admin.',
}

/** The server chooses the name, which may be one that every object inherits, such as `constructor`. */
const ownValue = <Value>(table: { [name: string]: Value }, name: string) => (Object.hasOwn(table, name) ? table[name] : undefined)

/** Returns what to do about an API error; undefined if its message says enough. */
export function hintFor({ problem }: ApiError, context: HintContext): string | undefined {
  return ownValue(HINTS, problem.code)?.(problem, context)
}
