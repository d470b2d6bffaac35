import { EXPIRING_SOON_MS } from '../../lib/time'
import type { Context } from '../context'
import { isApiError, messageOf } from '../errors'
import type { Api } from '../http/client'
import { readSession, requireToken, SESSION_OVER_CODES } from './current'
import { reactivate } from './reactivate'
import type { SessionToken } from './select'

type Work<T> = (api: Api, agentId: string) => Promise<T>

/** Does work in the selected session. */
export type SessionRunner = <T>(work: Work<T>) => Promise<T>

/**
 * Returns a function that does work in the selected session. While the stored expiry is not near, the work is the only request; if it is
 * near, or a response says that it is, the session is read and renewed. With `isReactivating`, a session that is over is replaced and the work
 * is done again.
 * @throws no_agent, no_session, not_signed_in
 */
export function runInSession(context: Context, isReactivating: boolean): SessionRunner {
  let session = requireToken(context)
  const setRemaining = (seconds: number) => {
    session = { ...session, expiresAtMs: Date.now() + seconds * 1000 }
  }
  const renew = async () => setRemaining((await readSession(context, session)).time_remaining_seconds)
  const attempt = async <T>(work: Work<T>) => {
    const isExpiring = expiresSoon(session)
    if (isExpiring) await renew()
    const result = await work(
      context.api({ token: session.token }, (headers) => setRemaining(headers.remainingSeconds)),
      session.agentId,
    )
    // The work is done: a failed renewal must not make the command fail.
    if (!isExpiring && expiresSoon(session)) await renew().catch((thrown) => warnNotRenewed(context, session, thrown))
    return result
  }
  return async (work) => {
    try {
      return await attempt(work)
    } catch (thrown) {
      if (!isReactivating || !isApiError(thrown, ...SESSION_OVER_CODES)) throw thrown
      session = await reactivate(context, session, isApiError(thrown, 'session_expired'))
      return attempt(work)
    }
  }
}

/** Returns whether the stored expiry is near. False if it is unknown: the first response has it. */
function expiresSoon({ expiresAtMs }: SessionToken): boolean {
  return expiresAtMs !== undefined && expiresAtMs - Date.now() < EXPIRING_SOON_MS
}

function warnNotRenewed({ warn }: Context, { agentId }: SessionToken, error: unknown): void {
  warn(`Warning: the session of agent '${agentId}' ends soon. Renewal failed: ${messageOf(error)}`)
}
