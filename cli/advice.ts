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
  keyFrom && keyFrom !== 'config.json' ? `Put a valid key into ${keyFrom}.` : 'Sign in with a valid key: memanto login'

/** Only the server knows its clock and the team's grace: an extension with a key that it refuses comes too late. */
const onExpired: Advise = (_problem, about) => {
  const extend = about.agentId === undefined ? 'memanto session extend' : `memanto session extend --agent ${about.agentId}`
  if (about.keyFrom === undefined) return `Sign in: memanto login. Then revive it: ${extend}`
  if (about.isExtending) return `Its memories are all there; open another: ${activate(about)}`
  return `Revive it: ${extend} (within 24 hours, unless your team chose otherwise). After that: ${activate(about)}`
}

const later: Advise = (_problem, { retryAfterSeconds = 0 }) =>
  `Try again in ${retryAfterSeconds > 60 ? formatDuration(retryAfterSeconds) : 'a moment'}.`

/** Its sentence names one field; the others follow. */
const onInvalid: Advise = ({ errors = [] }) =>
  [...errors.slice(1).map(({ field, message }) => `${field} ${message}.`), 'Add --help to see what there is.'].join(' ')

const ENDINGS: Record<string, (circumstances: Circumstances) => string> = {
  replaced: (about) => `Another activation replaced this session. Join that one: ${activate(about)}`,
  deactivated: (about) => `It was deactivated. Its memories are all there; open another: ${activate(about)}`,
  revoked: (about) => `An admin ended it, or its key was revoked. If you still may, open another: ${activate(about)}`,
  expired: (about) => `It expired and was closed. Its memories are all there; open another: ${activate(about)}`,
}

const onEnded: Advise = ({ end_reason = '' }, about) => (own(ENDINGS, end_reason) ?? ((each) => `Open another: ${activate(each)}`))(about)

const ADVICE: { [Code in Problem['code']]?: Advise } = {
  missing_api_key: newKey,
  invalid_api_key: newKey,
  api_key_revoked: newKey,
  api_key_expired: newKey,
  credential_revoked: (_problem, about) =>
    `The key that opened this session is not valid any more. Sign in with one that is, then: ${activate(about)}`,
  missing_session_token: (_problem, about) => `Open a session: ${activate(about)}`,
  invalid_session_token: (_problem, about) => `The token is not of this server, or not whole. Get one: ${activate(about)}`,
  unknown_session: (_problem, about) => `Open another: ${activate(about)}`,
  session_expired: onExpired,
  session_ended: onEnded,
  agent_deleted: (_problem, { agentId = 'AGENT' }) =>
    `The agent and its memories are gone. Begin anew, empty: memanto agent activate ${agentId} --create`,
  insufficient_scope: () => 'Ask an admin of your team for a key that may do this.',
  wrong_agent: (_problem, about) => `Use a session of the agent itself: ${activate(about)}`,
  agent_not_allowed: () => 'Ask an admin of your team for a key that reaches it.',
  agent_not_found: (_problem, { agentId = 'AGENT' }) => `See which there are: memanto agent list. Make it: memanto agent create ${agentId}`,
  session_not_found: () => 'See which there are: memanto session list',
  no_active_session: (_problem, about) => `Open one: ${activate(about)}`,
  agent_exists: (_problem, about) => `Use the one that exists, or choose another name: ${activate(about)}`,
  session_already_active: (_problem, about) => `Join it: ${activate(about)}. End it and open another: add --on-active replace`,
  session_limit_reached: (_problem, { agentId = '' }) =>
    `End it and open another: ${`memanto agent deactivate ${agentId}`.trim()}, then memanto agent activate ${agentId || 'AGENT'}`,
  invalid_request: onInvalid,
  body_too_large: () => 'Send less at a time.',
  internal_error: ({ request_id }) => `Try again. If it stays, give ${request_id} to whoever runs the server: its log has the cause.`,
  too_many_attempts: later,
  overloaded: later,
  database_unavailable: () => 'Try again in a moment. If it stays, tell whoever runs the server.',
}

/** A server may send any word, also one that every object knows. */
const own = <Value>(table: { [name: string]: Value }, name: string) => (Object.hasOwn(table, name) ? table[name] : undefined)

/** What to do about a refusal of the API; undefined where its own sentence says all there is. */
export function adviceOn({ problem }: ApiFailure, circumstances: Circumstances): string | undefined {
  return own(ADVICE, problem.code)?.(problem, circumstances)
}
