import { randomUUID } from 'node:crypto'
import { EXPIRING_SOON_MS, formatDuration } from '../lib/time'
import { answer, type ExtendedSession, type SessionInfo } from './client'
import type { Context } from './context'
import { ApiFailure, messageOf } from './failures'
import type { HeldSession } from './held-session'
import { printTime } from './print-lines'
import { keepSession } from './session-files'

export const RENEWAL_HOURS = 6

type Running = Pick<SessionInfo, 'time_remaining_seconds' | 'duration_hours'>

/** Less than 30 minutes left. */
export function isExpiringSoon({ time_remaining_seconds }: Pick<Running, 'time_remaining_seconds'>): boolean {
  return time_remaining_seconds * 1000 < EXPIRING_SOON_MS
}

/** Less than 30 minutes, and less than a quarter of its own length, left: a session that was meant to be short is not prolonged. */
export function isDueForRenewal(session: Running): boolean {
  return isExpiringSoon(session) && session.time_remaining_seconds < (session.duration_hours * 3600) / 4
}

/** Renews a session that nears its end, or warns of it. Gives the session as it is then. */
export async function renewIfDue(context: Context, held: HeldSession, info: SessionInfo): Promise<SessionInfo> {
  if (!isExpiringSoon(info)) return info
  const isWanted = context.options.renew !== false && context.config.auto_renew !== false
  if (isWanted && isDueForRenewal(info)) return renewed(context, held, info)
  warnOfEnd(context, info)
  return info
}

/** That it cannot be renewed keeps nobody from using it while it lasts. */
async function renewed(context: Context, held: HeldSession, info: SessionInfo): Promise<SessionInfo> {
  try {
    const extended = await extend(context, held, RENEWAL_HOURS, `renewal-${info.session_id}-${Date.parse(info.expires_at)}`)
    const until = printTime(extended.new_expires_at, context.look)
    context.note(`The session of agent '${info.agent_id}' had ${formatDuration(info.time_remaining_seconds)} left: renewed until ${until}.`)
    return { ...info, ...pick(extended), extensions: info.extensions + 1 }
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure)) throw thrown
    warnOfEnd(context, info, `Renewal failed: ${messageOf(thrown)}`)
    return info
  }
}

const pick = ({ expires_at, time_remaining_seconds, duration_hours }: ExtendedSession) => ({
  expires_at,
  time_remaining_seconds,
  duration_hours,
})

export function warnOfEnd(
  { warn }: Pick<Context, 'warn'>,
  info: Pick<SessionInfo, 'agent_id' | 'time_remaining_seconds'>,
  why?: string,
): void {
  const remedy = why ?? `Extend it: memanto session extend --agent ${info.agent_id}`
  warn(`Warning: the session of agent '${info.agent_id}' ends in ${formatDuration(info.time_remaining_seconds)}. ${remedy}`)
}

/**
 * Adds hours, with the key beside the token so that an expired session can be revived, and keeps the new token. Of all commands
 * that extend with the same `once`, which is an Idempotency-Key, one does.
 */
export async function extend(context: Context, held: HeldSession, hours: number, once = randomUUID() as string): Promise<ExtendedSession> {
  const header = { 'Idempotency-Key': once }
  const api = context.api({ token: held.token, key: context.settings.apiKey?.value })
  const extended = await answer(api.POST('/api/v2/session/extend', { params: { header }, body: { extend_hours: hours } }))
  if (!held.isFromEnv) await keepSession(context.home, extended, { activate: false })
  return extended
}
