import { createHash } from 'node:crypto'
import type { Context } from '../context'
import { CommandError, isApiError } from '../errors'
import { unwrap } from '../http/client'
import { storeSession } from '../storage/session-files'
import { extend, RENEWAL_HOURS } from './renewal'
import type { SessionToken } from './select'

/**
 * Replaces a session that is over: revives it if it has expired within the renewal grace period, else activates the agent.
 * @throws not_signed_in if activating the agent needs an API key and there is none.
 */
export async function reactivate(context: Context, session: SessionToken, isExpired: boolean): Promise<SessionToken> {
  const token = (isExpired && (await revive(context, session))) || (await activate(context, session))
  if (session.isFromEnv) context.note('MEMANTO_SESSION_TOKEN still contains the token of the ended session. Unset it.')
  return { ...session, token, expiresAtMs: undefined }
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

async function activate(context: Context, { agentId, token, isFromEnv }: SessionToken): Promise<string> {
  const key = context.settings.apiKey?.value
  if (key === undefined)
    throw new CommandError('not_signed_in', 'The session has ended. Starting a new one needs an API key.', 'Sign in: memanto login')
  const params = { path: { agent_id: agentId } }
  const session = await unwrap(context.api({ key }).POST('/api/v2/agents/{agent_id}/activate', { params, body: {} }))
  const { home, config } = context
  await storeSession(home, session, { activate: false, config, insteadOf: isFromEnv ? undefined : token })
  const how = session.reused ? 'joined the active one' : 'started a new one'
  context.note(`The session of agent '${agentId}' had ended: ${how}.`)
  return session.session_token
}
