import { randomUUID } from 'node:crypto'
import { EXPIRING_SOON_MS, formatDuration } from '../../lib/time'
import type { Context } from '../context'
import { ApiError, messageOf } from '../errors'
import { type ExtendedSession, type SessionInfo, unwrap } from '../http/client'
import { formatTime } from '../output/lines'
import { storeSession } from '../storage/session-files'
import type { SessionToken } from './select'

/** Hours that a renewal adds to a session. */
export const RENEWAL_HOURS = 6

type Remaining = Pick<SessionInfo, 'time_remaining_seconds'>

/** Returns whether a session has less than 30 minutes left. */
export function isExpiringSoon({ time_remaining_seconds }: Remaining): boolean {
  return time_remaining_seconds * 1000 < EXPIRING_SOON_MS
}

/** Returns whether less than 30 minutes and less than a quarter of the session's length are left, so that short sessions stay short. */
export function isDueForRenewal(session: Pick<SessionInfo, 'time_remaining_seconds' | 'duration_hours'>): boolean {
  return isExpiringSoon(session) && session.time_remaining_seconds < (session.duration_hours * 3600) / 4
}

/** Returns whether sessions are renewed: neither an option nor the configuration says that they are not. */
const mayRenew = ({ options, config }: Context) => options.renew !== false && config.auto_renew !== false

/**
 * Returns how many seconds a session that expires soon has left when its renewal becomes due. 0 if it is not renewed: renewal is off, or it was due already and
 * the server refused it.
 */
export function remainingSecondsAtRenewal(context: Context, info: SessionInfo): number {
  return mayRenew(context) && !isDueForRenewal(info) ? (info.duration_hours * 3600) / 4 : 0
}

/** Renews a session that expires soon, or warns if it is not due or renewal is off. Returns the session's state afterwards. */
export async function renewIfDue(context: Context, session: SessionToken, info: SessionInfo): Promise<SessionInfo> {
  if (!isExpiringSoon(info)) return info
  if (mayRenew(context) && isDueForRenewal(info)) return renew(context, session, info)
  warnExpiring(context, info)
  return info
}

/** If the server refuses the renewal, warns and returns the session unchanged: it can be used until it expires. */
async function renew(context: Context, session: SessionToken, info: SessionInfo): Promise<SessionInfo> {
  try {
    const extended = await extend(context, session, RENEWAL_HOURS, `renewal-${info.session_id}-${Date.parse(info.expires_at)}`)
    const until = formatTime(extended.new_expires_at, context.format)
    context.note(`The session of agent '${info.agent_id}' had ${formatDuration(info.time_remaining_seconds)} left: renewed until ${until}.`)
    const { expires_at, time_remaining_seconds, duration_hours } = extended
    return { ...info, expires_at, time_remaining_seconds, duration_hours, extensions: info.extensions + 1 }
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown
    warnExpiring(context, info, `Renewal failed: ${messageOf(thrown)}`)
    return info
  }
}

/** Warns that a session ends soon, with what to do or why it was not renewed. */
export function warnExpiring(
  { warn }: Pick<Context, 'warn'>,
  info: Pick<SessionInfo, 'agent_id' | 'time_remaining_seconds'>,
  advice = `Extend it: memanto session extend --agent ${info.agent_id}`,
): void {
  warn(`Warning: the session of agent '${info.agent_id}' ends in ${formatDuration(info.time_remaining_seconds)}. ${advice}`)
}

/**
 * Extends a session and stores its new token. The API key is sent too: with it, an expired session can be revived. Of several commands with
 * the same idempotency key, only one extends.
 */
export async function extend(
  context: Context,
  session: SessionToken,
  hours: number,
  idempotencyKey: string = randomUUID(),
): Promise<ExtendedSession> {
  const header = { 'Idempotency-Key': idempotencyKey }
  const api = context.api({ token: session.token, key: context.settings.apiKey?.value })
  const extended = await unwrap(api.POST('/api/v2/session/extend', { params: { header }, body: { extend_hours: hours } }))
  if (!session.isFromEnv) await storeSession(context.home, extended, { activate: false, config: context.config, insteadOf: session.token })
  return extended
}
