const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S
const DAY_S = 24 * HOUR_S

const UNITS = [
  ['year', 365 * DAY_S],
  ['month', 30 * DAY_S],
  ['day', DAY_S],
  ['hour', HOUR_S],
  ['minute', MINUTE_S],
] as const

const formatter = new Intl.RelativeTimeFormat('en')

/** The distance of a moment from now, in the largest unit that fits, rounded down: "3 hours ago", "in 2 days". */
export function timeFrom(momentMs: number, nowMs: number): string {
  const seconds = Math.trunc((momentMs - nowMs) / 1000)
  for (const [unit, length] of UNITS) if (Math.abs(seconds) >= length) return formatter.format(Math.trunc(seconds / length), unit)
  return formatter.format(seconds === 0 ? -0 : seconds, 'second')
}
