import { EXPIRING_SOON_MINUTES } from '../db/constants'

const SECOND_MS = 1000
export const HOUR_MS = 3_600_000

/** An active session with less time left than this is expiring soon. */
export const EXPIRING_SOON_MS = EXPIRING_SOON_MINUTES * 60 * SECOND_MS

export const DAY_MS = 24 * HOUR_MS
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
/** The day that was formatted last, and its text: most times of an answer are of the same day. */
const lastDay = { day: Number.NaN, text: '' }

/**
 * Formats a time as RFC 3339 in UTC, `2025-03-31T22:30:00Z`, with milliseconds only when they are not zero. A page of sessions has 200 times, and
 * toISOString takes five times as long.
 */
export function rfc3339(time: Date): string {
  const day = Math.floor(time.getTime() / DAY_MS)
  if (day !== lastDay.day) {
    lastDay.text = time.toISOString().slice(0, -'00:00:00.000Z'.length)
    lastDay.day = day
  }
  const milliseconds = time.getTime() - day * DAY_MS
  const seconds = Math.floor(milliseconds / SECOND_MS)
  const fraction = milliseconds % SECOND_MS
  const clock = `${TWO_DIGITS[Math.floor(seconds / 3600)]}:${TWO_DIGITS[Math.floor(seconds / 60) % 60]}:${TWO_DIGITS[seconds % 60]}`
  const text = lastDay.text + clock
  return fraction === 0 ? `${text}Z` : `${text}.${String(fraction).padStart(3, '0')}Z`
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
