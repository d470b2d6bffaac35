import { EXPIRING_SOON_MS } from '../../lib/time'
import type { Context } from '../context'
import { isApiError, messageOf } from '../errors'
import type { Api } from '../http/client'
import { readSession, requireToken, SESSION_OVER_CODES, selectedToken } from './current'
import { reactivate, startSession } from './reactivate'
import { isExpiringSoon, remainingSecondsAtRenewal } from './renewal'
import type { SessionToken } from './select'

type Work<T> = (api: Api, agentId: string) => Promise<T>

/** Does work in the selected session. */
export type SessionRunner = <T>(work: Work<T>) => Promise<T>

/**
 * Returns a function that does work in the selected session. While the stored expiry is not near, the work is the only request; if it is
 * near, or a response says that it is, the session is read and renewed. With `isReactivating`, a session that is over is replaced and the work
 * is done again; where there is none on this machine, which is so after `agent deactivate`, the work begins with a new one.
 * @throws no_agent, no_session, not_signed_in
 */
export function runInSession(context: Context, isReactivating: boolean): SessionRunner {
  const stored = isReactivating ? selectedToken(context) : requireToken(context)
  if (stored) return runIn(stored, context, isReactivating)
  let started: SessionRunner | undefined
  return async (work) => {
    started ??= runIn(await startSession(context), context, isReactivating)
    return started(work)
  }
}

function runIn(selected: SessionToken, context: Context, isReactivating: boolean): SessionRunner {
  let session = selected
  const setRemaining = (seconds: number) => {
    session = { ...session, expiresAtMs: Date.now() + seconds * 1000 }
  }
  // A session that was read and cannot be renewed yet is read again when it can be, not before each further work.
  let renewsBelowMs = EXPIRING_SOON_MS
  const renew = async () => {
    const info = await readSession(context, session)
    setRemaining(info.time_remaining_seconds)
    renewsBelowMs = isExpiringSoon(info) ? remainingSecondsAtRenewal(context, info) * 1000 : EXPIRING_SOON_MS
  }
  const attempt = async <T>(work: Work<T>) => {
    const isExpiring = expiresWithin(renewsBelowMs, session)
    if (isExpiring) await renew()
    const result = await work(
      context.api({ token: session.token }, (headers) => setRemaining(headers.remainingSeconds)),
      session.agentId,
    )
    // The work is done: a failed renewal must not make the command fail.
    if (!isExpiring && expiresWithin(renewsBelowMs, session)) await renew().catch((thrown) => warnNotRenewed(context, session, thrown))
    return result
  }
  return async (work) => {
    try {
      return await attempt(work)
    } catch (thrown) {
      if (!isReactivating || !isApiError(thrown, ...SESSION_OVER_CODES)) throw thrown
      session = await reactivate(context, session, isApiError(thrown, 'session_expired'))
      renewsBelowMs = EXPIRING_SOON_MS
      return attempt(work)
    }
  }
}

/** Returns whether the known expiry is near. False if it is unknown: the first response has it. */
function expiresWithin(ms: number, { expiresAtMs }: SessionToken): boolean {
  return expiresAtMs !== undefined && expiresAtMs - Date.now() < ms
}

function warnNotRenewed({ warn }: Context, { agentId }: SessionToken, error: unknown): void {
  warn(`Warning: the session of agent '${agentId}' ends soon. Renewal failed: ${messageOf(error)}`)
}
