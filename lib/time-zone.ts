export const UTC = 'UTC'

/** The cookie in which the portal's pages keep the time zone of the browser. */
export const ZONE_COOKIE = 'memanto-zone'

const HOUR_MS = 3_600_000

/** True for the name of a zone that this server knows, such as `Europe/Berlin`. A browser may know newer ones. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[\w+\-/:]{1,64}$/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/** The day of an instant in a zone, such as `2025-03-31`. */
export function dayIn(zone: string, instant: Date): string {
  return dayFormatter(zone)(instant.getTime())
}

/** A function that returns the days of instants in one zone. */
function dayFormatter(zone: string): (milliseconds: number) => string {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (milliseconds) => {
    const parts = Object.fromEntries(format.formatToParts(milliseconds).map(({ type, value }) => [type, value]))
    return `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`
  }
}

/** The first instant of a day in a zone. It is later than 0:00 where clocks were set forward at midnight. A day that the zone skipped has no instants. */
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

/** The last millisecond of a day in a zone. */
export function endOfDay(zone: string, day: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, 10)
  return new Date(startOfDay(zone, next).getTime() - 1)
}
