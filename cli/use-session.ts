import { createHash } from 'node:crypto'
import { type Api, answer, type SessionInfo } from './client'
import { type Context, requireKey } from './context'
import { CommandFailure, isRefusal } from './failures'
import { findHeldSession, type HeldSession, pickAgent, requireAgent } from './held-session'
import { extend, RENEWAL_HOURS, renewIfDue } from './renewal'
import { keepSession, sessionFileOf } from './session-files'

/** What ends a session for whoever holds its token. */
export const DEAD_SESSION = ['session_expired', 'session_ended', 'unknown_session', 'invalid_session_token', 'credential_revoked'] as const

/** The session that this command is about, where one is held. */
export function heldSession({ options, settings, config, home }: Context, agentId: string): HeldSession | undefined {
  const isNamed = options.agent !== undefined || settings.agentId?.from === 'MEMANTO_AGENT_ID'
  const file = home.folder === undefined ? undefined : sessionFileOf(home.folder, agentId)
  return findHeldSession(agentId, isNamed, { settings, config, file })
}

export function pickedSession(context: Context): HeldSession | undefined {
  const agentId = pickAgent(context.options.agent, context.settings)
  return agentId === undefined ? undefined : heldSession(context, agentId)
}

/** The same for commands that need one. */
export function requireSession(context: Context): HeldSession {
  const agentId = requireAgent(context.options.agent, context.settings, context.config)
  const held = heldSession(context, agentId)
  if (held) return held
  requireKey(context)
  throw new CommandFailure(
    'no_session',
    `No session of agent '${agentId}' on this machine.`,
    `Start or join one: memanto agent activate ${agentId}`,
  )
}

/** The session as the server sees it, renewed where it nears its end. */
export async function readSession(context: Context, held: HeldSession): Promise<SessionInfo> {
  const info = await answer(context.api({ token: held.token }).GET('/api/v2/session/current'))
  return renewIfDue(context, held, info)
}

type Work<T> = (api: Api, agentId: string) => Promise<T>

/**
 * Does work inside the session, which is renewed first where it nears its end. With `reactivate` a session that is over is revived
 * or opened anew, and the work is tried once more.
 */
export function insideSession(context: Context, reactivate: boolean): <T>(work: Work<T>) => Promise<T> {
  let held = requireSession(context)
  const attempt = async <T>(work: Work<T>) => {
    await readSession(context, held)
    return work(context.api({ token: held.token }), held.agentId)
  }
  return async (work) => {
    try {
      return await attempt(work)
    } catch (thrown) {
      if (!reactivate || !isRefusal(thrown, ...DEAD_SESSION)) throw thrown
      held = await reactivated(context, held, isRefusal(thrown, 'session_expired'))
      return attempt(work)
    }
  }
}

/** Revives an expired session within its grace, else opens or joins another. */
async function reactivated(context: Context, held: HeldSession, isExpired: boolean): Promise<HeldSession> {
  const token = (isExpired && (await revived(context, held))) || (await activated(context, held.agentId))
  if (held.isFromEnv) context.note('MEMANTO_SESSION_TOKEN still contains the token of the ended session. Unset it.')
  return { ...held, token }
}

async function revived(context: Context, held: HeldSession): Promise<string | undefined> {
  if (context.settings.apiKey === undefined) return undefined
  try {
    // A token from the environment stays as it is, and may need another revival; those that are kept change with each.
    const once = held.isFromEnv ? undefined : `revival-${createHash('sha256').update(held.token).digest('hex')}`
    const { session_token } = await extend(context, held, RENEWAL_HOURS, once)
    context.note(`The session of agent '${held.agentId}' had expired and was reactivated.`)
    return session_token
  } catch (thrown) {
    if (isRefusal(thrown, 'session_expired', 'session_ended', 'session_limit_reached')) return undefined
    throw thrown
  }
}

async function activated(context: Context, agentId: string): Promise<string> {
  const key = context.settings.apiKey?.value
  if (key === undefined)
    throw new CommandFailure('not_signed_in', 'The session has ended. Starting a new one needs an API key.', 'Sign in: memanto login')
  const params = { path: { agent_id: agentId } }
  const session = await answer(context.api({ key }).POST('/api/v2/agents/{agent_id}/activate', { params, body: {} }))
  await keepSession(context.home, session, { activate: false })
  const how = session.reused ? 'joined the active one' : 'started a new one'
  context.note(`The session of agent '${agentId}' had ended: ${how}.`)
  return session.session_token
}
