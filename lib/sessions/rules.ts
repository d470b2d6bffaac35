import type { ActivityStatus, EndReason } from '../../db/constants'
import type { Failure } from '../errors'
import { addHours, EXPIRING_SOON_MS, HOUR_MS, hoursBetween } from '../time'

export { SESSION_SORTS, SESSION_STATUSES, type SessionSort, SUMMARY_SORTS, type SummarySort } from '../../db/constants'

/** The stored times from which a session's state is computed; the state itself is never stored, so that no row can disagree with the clock. */
export interface SessionTimes {
  started_at: Date
  expires_at: Date
  ended_at: Date | null
  end_reason: EndReason | null
}

export interface Policy {
  default_hours: number
  life_cap_hours: number
  renewal_grace_hours: number
  renew_on_use: boolean
}

export const MIN_HOURS = 1 / 60
export const MAX_HOURS = 24

export type SessionState = 'active' | 'expired' | 'ended'

/** What each state means on the wire and allows. */
export const STATES = {
  active: { status: 'active', mayBeUsed: true, mayBeExtended: true },
  expired: { status: 'inactive', mayBeUsed: false, mayBeExtended: true },
  ended: { status: 'inactive', mayBeUsed: false, mayBeExtended: false },
} as const satisfies Record<SessionState, { status: ActivityStatus; mayBeUsed: boolean; mayBeExtended: boolean }>

export function stateOf(session: SessionTimes, now: Date): SessionState {
  if (session.ended_at !== null) return 'ended'
  return now < session.expires_at ? 'active' : 'expired'
}

/** `expired` as soon as the clock passed, whether or not anyone has written it down. */
export function endReasonOf(session: SessionTimes, now: Date): EndReason | null {
  return stateOf(session, now) === 'expired' ? 'expired' : session.end_reason
}

export function isExpiringSoon(session: SessionTimes, now: Date): boolean {
  return stateOf(session, now) === 'active' && session.expires_at.getTime() - now.getTime() < EXPIRING_SOON_MS
}

/** Why an expired session cannot be revived; undefined while the team's grace lasts. */
export function revivalRefusal(session: SessionTimes, policy: Policy, now: Date): Failure | undefined {
  if (now < addHours(session.expires_at, policy.renewal_grace_hours)) return undefined
  return {
    code: 'session_expired',
    message: `The session expired more than ${policy.renewal_grace_hours} hours ago and can no longer be extended. Activate the agent again.`,
    details: { end_reason: 'expired' },
  }
}

/** The moment that no extension passes. */
export function lifeEnd(session: Pick<SessionTimes, 'started_at'>, policy: Policy): Date {
  return addHours(session.started_at, policy.life_cap_hours)
}

/** Expiry of a new session; the cap holds from the first moment. */
export function newExpiry(hours: number | undefined, policy: Policy, now: Date): Date {
  return addHours(now, Math.min(hours ?? policy.default_hours, policy.life_cap_hours))
}

/** So much time must be left in a session that an activation joins as it is. */
export const millisecondsToJoin = (hours = 0) => Math.max(EXPIRING_SOON_MS, Math.ceil(hours * HOUR_MS))

/** Expiry after an activation joined a running session: longer where little or less than requested is left, never shorter. */
export function joinedExpiry(session: SessionTimes, hours: number | undefined, policy: Policy, now: Date): Date {
  const left = session.expires_at.getTime() - now.getTime()
  if (left >= millisecondsToJoin(hours)) return session.expires_at
  return later(session.expires_at, earlier(addHours(now, hours ?? policy.default_hours), lifeEnd(session, policy)))
}

export interface Extension {
  expiresAt: Date
  hoursAdded: number
}

/** Adds hours to the expiry, or from now on when it has passed, within the cap; undefined when nothing can be added. */
export function extendedExpiry(session: SessionTimes, hours: number, policy: Policy, now: Date): Extension | undefined {
  const from = later(session.expires_at, now)
  const expiresAt = earlier(addHours(from, hours), lifeEnd(session, policy))
  return expiresAt > from ? { expiresAt, hoursAdded: hoursBetween(from, expiresAt) } : undefined
}

/** Seconds a session was of use: without the gaps before its revivals. */
export function durationSeconds(session: SessionTimes & { gap_seconds: number }, now: Date): number {
  const end = session.ended_at ?? earlier(session.expires_at, now)
  return Math.max(0, (end.getTime() - session.started_at.getTime()) / 1000 - session.gap_seconds)
}

const later = (a: Date, b: Date) => (a > b ? a : b)
const earlier = (a: Date, b: Date) => (a < b ? a : b)
