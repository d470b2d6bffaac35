import { formatDuration } from '../lib/time'
import type { ApiFailure, Problem } from './failures'

/** What the words of advice depend on. */
export interface Circumstances {
  /** The agent that the command was about. */
  agentId?: string | undefined
  /** Where the key came from: a variable's name or config.json; undefined where there is none. */
  keyFrom?: string | undefined
  /** It was an extension that was refused. */
  isExtending?: boolean | undefined
  retryAfterSeconds?: number | undefined
}

type Advise = (problem: Problem, circumstances: Circumstances) => string

const activate = ({ agentId = 'AGENT' }: Circumstances) => `memanto agent activate ${agentId}`
const newKey: Advise = (_problem, { keyFrom }) =>
  keyFrom && keyFrom !== 'config.json' ? `Set ${keyFrom} to a valid key.` : 'Sign in with a valid key: memanto login'

/** Only the server knows its clock and the team's grace: an extension with a key that it refuses comes too late. */
const onExpired: Advise = (_problem, about) => {
  const extend = about.agentId === undefined ? 'memanto session extend' : `memanto session extend --agent ${about.agentId}`
  if (about.keyFrom === undefined) return `Sign in: memanto login. Then reactivate it: ${extend}`
  if (about.isExtending) return `Memories are kept. Start a new session: ${activate(about)}`
  return `Reactivate it: ${extend} (within 24 hours, unless your team changed this). After that: ${activate(about)}`
}

const later: Advise = (_problem, { retryAfterSeconds = 0 }) =>
  `Try again in ${retryAfterSeconds > 60 ? formatDuration(retryAfterSeconds) : 'a moment'}.`

/** Its sentence names one field; the others follow. */
const onInvalid: Advise = ({ errors = [] }) =>
  [...errors.slice(1).map(({ field, message }) => `${field} ${message}.`), 'Add --help for usage.'].join(' ')

const ENDINGS: Record<string, (circumstances: Circumstances) => string> = {
  replaced: (about) => `Another activation replaced this session. Join the new one: ${activate(about)}`,
  deactivated: (about) => `It was deactivated. Memories are kept. Start a new session: ${activate(about)}`,
  revoked: (about) => `An admin ended it, or its key was revoked. If you still have access, start a new session: ${activate(about)}`,
  expired: (about) => `It expired and was closed. Memories are kept. Start a new session: ${activate(about)}`,
}

const onEnded: Advise = ({ end_reason = '' }, about) =>
  (own(ENDINGS, end_reason) ?? ((each) => `Start a new session: ${activate(each)}`))(about)

const ADVICE: { [Code in Problem['code']]?: Advise } = {
  missing_api_key: newKey,
  invalid_api_key: newKey,
  api_key_revoked: newKey,
  api_key_expired: newKey,
  credential_revoked: (_problem, about) =>
    `The key that started this session is no longer valid. Sign in with a valid key, then: ${activate(about)}`,
  missing_session_token: (_problem, about) => `Start a session: ${activate(about)}`,
  invalid_session_token: (_problem, about) => `The token is incomplete or from another server. Get a new one: ${activate(about)}`,
  unknown_session: (_problem, about) => `Start a new session: ${activate(about)}`,
  session_expired: onExpired,
  session_ended: onEnded,
  agent_deleted: (_problem, { agentId = 'AGENT' }) =>
    `The agent and its memories were deleted. Create it again, without memories: memanto agent activate ${agentId} --create`,
  insufficient_scope: () => 'Ask an admin of your team for a key with this permission.',
  wrong_agent: (_problem, about) => `Use a session of this agent: ${activate(about)}`,
  agent_not_allowed: () => 'Ask an admin of your team for a key with access to this agent.',
  agent_not_found: (_problem, { agentId = 'AGENT' }) => `List agents: memanto agent list. Create it: memanto agent create ${agentId}`,
  session_not_found: () => 'List sessions: memanto session list',
  no_active_session: (_problem, about) => `Start one: ${activate(about)}`,
  agent_exists: (_problem, about) => `Use the existing agent: ${activate(about)}. Or choose another name.`,
  session_already_active: (_problem, about) => `Join it: ${activate(about)}. End it and start a new one: add --on-active replace`,
  session_limit_reached: (_problem, { agentId = '' }) =>
    `End it and start a new one: ${`memanto agent deactivate ${agentId}`.trim()}, then memanto agent activate ${agentId || 'AGENT'}`,
  invalid_request: onInvalid,
  body_too_large: () => 'Send less per request.',
  internal_error: ({ request_id }) => `Try again. If it persists, send the request id ${request_id} to your server admin.`,
  too_many_attempts: later,
  overloaded: later,
  database_unavailable: () => 'Try again in a moment. If it persists, tell your server admin.',
}

/** A server may send any word, also one that every object knows. */
const own = <Value>(table: { [name: string]: Value }, name: string) => (Object.hasOwn(table, name) ? table[name] : undefined)

/** What to do about a refusal of the API; undefined where its own sentence says all there is. */
export function adviceOn({ problem }: ApiFailure, circumstances: Circumstances): string | undefined {
  return own(ADVICE, problem.code)?.(problem, circumstances)
}
