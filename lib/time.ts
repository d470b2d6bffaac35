import { EXPIRING_SOON_MINUTES } from '../db/constants'

const SECOND_MS = 1000
export const HOUR_MS = 3_600_000

/** An active session with less time left than this is expiring soon. */
export const EXPIRING_SOON_MS = EXPIRING_SOON_MINUTES * 60 * SECOND_MS

/** Formats a time as RFC 3339 in UTC, `2025-03-31T22:30:00Z`, with milliseconds only when they are not zero. */
export function rfc3339(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z')
}

/** Formats a time for a sentence, to the minute: `2025-03-31 22:30 UTC`. */
export function minuteInUtc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Formats a time for a claim of a session token: ISO 8601 in UTC without offset, `2025-03-31T22:30:00`. */
export function claimTime(time: Date): string {
  return time.toISOString().slice(0, 19)
}

/** Returns the whole seconds since 1970, rounded down. */
export function epochSeconds(time: Date): number {
  return Math.floor(time.getTime() / SECOND_MS)
}

/** Returns the time a number of hours later; fractions are allowed. */
export function addHours(time: Date, hours: number): Date {
  return new Date(time.getTime() + Math.round(hours * HOUR_MS))
}

/** Returns the hours between two times, rounded to four decimal places. */
export function hoursBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 360) / 10_000
}

/** Returns the whole seconds until `end`, and 0 after it. */
export function remainingSeconds(end: Date, now: Date): number {
  return Math.max(0, Math.floor((end.getTime() - now.getTime()) / SECOND_MS))
}

/** Formats a duration in seconds: `2h 15m`, `15m` under an hour, `40s` under a minute. */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds)
  if (whole < 60) return `${whole}s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}
