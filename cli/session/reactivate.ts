import { createHash } from 'node:crypto'
import { type Context, requireKey } from '../context'
import { CommandError, isApiError } from '../errors'
import { unwrap } from '../http/client'
import { storeSession } from '../storage/session-files'
import { extend, RENEWAL_HOURS } from './renewal'
import { requireAgent, type SessionToken } from './select'

/**
 * Replaces a session that is over: revives it if it has expired within the renewal grace period, else activates the agent.
 * @throws not_signed_in if activating the agent needs an API key and there is none.
 */
export async function reactivate(context: Context, session: SessionToken, isExpired: boolean): Promise<SessionToken> {
  const { agentId, isFromEnv } = session
  const token =
    (isExpired && (await revive(context, session))) ||
    (await activate(context, agentId, {
      insteadOf: isFromEnv ? undefined : session.token,
      why: `The session of agent '${agentId}' had ended`,
    }))
  if (isFromEnv) context.note('MEMANTO_SESSION_TOKEN still contains the token of the ended session. Unset it.')
  return { ...session, token, expiresAtMs: undefined }
}

/**
 * Starts a session of the selected agent, which has none on this machine, or joins the active one.
 * @throws no_agent, not_signed_in
 */
export async function startSession(context: Context): Promise<SessionToken> {
  const agentId = requireAgent(context.options.agent, context.settings, context.config)
  requireKey(context)
  const token = await activate(context, agentId, {
    insteadOf: undefined,
    why: `There was no session of agent '${agentId}' on this machine`,
  })
  return { agentId, token, isFromEnv: false, expiresAtMs: undefined }
}

/** Returns the token of the revived session; undefined if it cannot be revived. */
async function revive(context: Context, session: SessionToken): Promise<string | undefined> {
  if (context.settings.apiKey === undefined) return undefined
  // Of several commands that run at the same time, one revives a stored token. A token from the environment does not change, so it may be revived again later.
  const idempotencyKey = session.isFromEnv ? undefined : `revival-${createHash('sha256').update(session.token).digest('hex')}`
  try {
    const { session_token } = await extend(context, session, RENEWAL_HOURS, idempotencyKey)
    context.note(`The session of agent '${session.agentId}' had expired and was reactivated.`)
    return session_token
  } catch (thrown) {
    if (isApiError(thrown, 'session_expired', 'session_ended', 'session_limit_reached')) return undefined
    throw thrown
  }
}

interface Activation {
  /** The stored token that the new session's takes the place of; undefined if there is none. */
  insteadOf: string | undefined
  /** The beginning of a sentence that says why a session is activated. */
  why: string
}

async function activate(context: Context, agentId: string, { insteadOf, why }: Activation): Promise<string> {
  const key = context.settings.apiKey?.value
  if (key === undefined)
    throw new CommandError('not_signed_in', 'The session has ended. Starting a new one needs an API key.', 'Sign in: memanto login')
  const params = { path: { agent_id: agentId } }
  const session = await unwrap(context.api({ key }).POST('/api/v2/agents/{agent_id}/activate', { params, body: {} }))
  const { home, config } = context
  await storeSession(home, session, { activate: false, config, insteadOf })
  const how = session.reused ? 'joined the active one' : 'started a new one'
  context.note(`${why}: ${how}.`)
  return session.session_token
}
