import { type Context, requireKey } from '../context'
import { CommandError } from '../errors'
import { type SessionInfo, unwrap } from '../http/client'
import { readSessionFile } from '../storage/session-files'
import { renewIfDue } from './renewal'
import { findToken, requireAgent, type SessionToken, selectAgent } from './select'

/** API error codes that mean that a session cannot be used any more with its token. */
export const SESSION_OVER_CODES = [
  'session_expired',
  'session_ended',
  'unknown_session',
  'invalid_session_token',
  'credential_revoked',
] as const

/** Returns the token of an agent's session; undefined if there is none on this machine. */
export function tokenFor({ options, settings, config, home }: Context, agentId: string): SessionToken | undefined {
  const isNamed = options.agent !== undefined || settings.agentId?.from === 'MEMANTO_AGENT_ID'
  const file = home.folder === undefined ? undefined : readSessionFile(home.folder, agentId)
  return findToken(agentId, isNamed, { settings, config, file })
}

/** Returns the token of the selected agent's session; undefined if no agent is selected or it has none on this machine. */
export function selectedToken(context: Context): SessionToken | undefined {
  const agentId = selectAgent(context.options.agent, context.settings)
  return agentId === undefined ? undefined : tokenFor(context, agentId)
}

/**
 * Returns the token of the selected agent's session.
 * @throws no_agent, no_session, not_signed_in
 */
export function requireToken(context: Context): SessionToken {
  const agentId = requireAgent(context.options.agent, context.settings, context.config)
  const session = tokenFor(context, agentId)
  if (session) return session
  requireKey(context)
  const hint = `Start or join one: memanto agent activate ${agentId}`
  throw new CommandError('no_session', `No session of agent '${agentId}' on this machine.`, hint)
}

/** Reads a session from the server, and renews it if it expires soon. Returns its state afterwards. */
export async function readSession(context: Context, session: SessionToken): Promise<SessionInfo> {
  const info = await unwrap(context.api({ token: session.token }).GET('/api/v2/session/current'))
  return renewIfDue(context, session, info)
}
