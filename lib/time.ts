import { EXPIRING_SOON_MINUTES } from '../db/constants'

const SECOND_MS = 1000
export const HOUR_MS = 3_600_000

/** An active session with less time left than this is expiring soon. */
export const EXPIRING_SOON_MS = EXPIRING_SOON_MINUTES * 60 * SECOND_MS

/** RFC 3339 in UTC, `2025-03-31T22:30:00Z`; milliseconds only where there are any. */
export function rfc3339(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z')
}

/** For sentences, to the minute: `2025-03-31 22:30 UTC`. */
export function minuteInUtc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** The token's claim: UTC ISO 8601 to the second without offset, `2025-03-31T22:30:00`. */
export function claimTime(time: Date): string {
  return time.toISOString().slice(0, 19)
}

export function epochSeconds(time: Date): number {
  return Math.floor(time.getTime() / SECOND_MS)
}

export function addHours(time: Date, hours: number): Date {
  return new Date(time.getTime() + Math.round(hours * HOUR_MS))
}

/** Hours between two times, to the ten-thousandth. */
export function hoursBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 360) / 10_000
}

/** Whole seconds until `end`, never negative. */
export function remainingSeconds(end: Date, now: Date): number {
  return Math.max(0, Math.floor((end.getTime() - now.getTime()) / SECOND_MS))
}

/** `2h 15m`; minutes alone under an hour, seconds alone under a minute. */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds)
  if (whole < 60) return `${whole}s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}
