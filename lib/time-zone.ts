import { dateFormat } from './date-format'
import { HOUR_MS } from './time'

/** The name of the zone UTC. */
export const UTC = 'UTC'

/** The cookie in which the portal stores the time zone of the browser. */
export const ZONE_COOKIE = 'memanto-zone'

/** Returns whether this server knows a zone, such as `Europe/Berlin`. A browser may know newer ones. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[\w+\-/:]{1,64}$/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/** Returns the day of a time in a zone, such as `2025-03-31`. */
export function dayIn(zone: string, time: Date): string {
  return dayFormatter(zone)(time.getTime())
}

/** Returns a function that formats the day of a time in a zone. Takes epoch milliseconds. */
function dayFormatter(zone: string): (milliseconds: number) => string {
  const format = dateFormat('en-u-ca-iso8601', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (milliseconds) => {
    const parts = Object.fromEntries(format.formatToParts(milliseconds).map(({ type, value }) => [type, value]))
    return `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`
  }
}

/** Returns the start of a day in a zone. It is after 0:00 when clocks were set forward at midnight; a day that the zone skipped starts when the next day does. */
export function startOfDay(zone: string, day: string): Date {
  const dayOf = dayFormatter(zone)
  const midnight = Date.parse(`${day}T00:00:00Z`)
  let before = midnight - 16 * HOUR_MS // no zone differs more from UTC
  let from = midnight + 16 * HOUR_MS
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2)
    if (dayOf(middle) < day) before = middle
    else from = middle
  }
  return new Date(from)
}

/** Returns the last millisecond of a day in a zone. */
export function endOfDay(zone: string, day: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, 10)
  return new Date(startOfDay(zone, next).getTime() - 1)
}
