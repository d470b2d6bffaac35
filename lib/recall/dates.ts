import { strict as english } from 'chrono-node/en'

/** A time that a query names. */
export interface NamedDates {
  /** Whether a time is about the one that is named, in milliseconds since 1970. */
  isNear: (time: number) => boolean
}

const MONTHS = /\b(january|february|march|april|may|june|july|august|september|october|november|december|\d{4})\b/i
const DAY = 86_400_000

/** The dates that a query names, such as `in May 2023` or `last week`; times like that count from `now`. */
export function datesIn(query: string, now: Date): NamedDates | undefined {
  if (!MONTHS.test(query)) return undefined
  const found = english
    .parse(query, { instant: now, timezone: 0 })
    .filter(({ start }) => start.isCertain('month') || start.isCertain('year'))
  if (found.length === 0) return undefined
  return {
    isNear: (time) => {
      const date = new Date(time)
      return found.some(({ start }) => {
        if (start.isCertain('year') && start.get('year') !== date.getUTCFullYear()) return false
        if (start.isCertain('day')) return Math.abs(start.date().getTime() - time) < 3 * DAY
        return !start.isCertain('month') || start.get('month') === date.getUTCMonth() + 1
      })
    },
  }
}
