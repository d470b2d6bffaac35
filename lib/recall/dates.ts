import { relativeDates, type TimeRange } from './relative-dates'
import { type WrittenDate, writtenDates } from './written-dates'

/** The times that a query names. */
export interface NamedTimes {
  /** Whether a time is about one of them, in milliseconds since 1970. */
  isNear: (time: number) => boolean
}

/** What happened on a day is often stored a day later, or named with the wrong day. */
const SLACK = 2 * 86_400_000

/**
 * The times that a query in one of the languages given (ISO 639-1 codes) names: `in May`, `on 7 May 2023`, `2021`, `last week`. Times like the last
 * one count from `now`. All days are those of UTC.
 */
export function datesIn(query: string, languages: ReadonlySet<string>, now: Date): NamedTimes | undefined {
  const dates = writtenDates(query, languages)
  const everyYear = dates.filter(({ year }) => year === undefined)
  const once = dates.flatMap((date) => (date.year === undefined ? [] : [rangeOf(date, date.year)]))
  const ranges = [...once, ...relativeDates(query, now)]
  if (ranges.length === 0 && everyYear.length === 0) return undefined
  const isWithin = (time: number, { from, to }: TimeRange) => time >= from && time < to
  const isInRanges = (time: number) => ranges.some((range) => isWithin(time, range))
  if (everyYear.length === 0) return { isNear: isInRanges }
  // A hundred thousand times are compared, of few years.
  const rangesByYear = new Map<number, TimeRange[]>()
  const isInItsYear = (time: number) => {
    const year = new Date(time).getUTCFullYear()
    const ofYear = rangesByYear.get(year) ?? rangesAround(everyYear, year)
    rangesByYear.set(year, ofYear)
    return ofYear.some((range) => isWithin(time, range))
  }
  return { isNear: (time) => isInRanges(time) || isInItsYear(time) }
}

/** The ranges of dates without a year that a year touches: those around New Year begin or end in another one. */
const rangesAround = (dates: readonly WrittenDate[], year: number): TimeRange[] =>
  dates.flatMap((date) => [year - 1, year, year + 1].map((each) => rangeOf(date, each)))

/** The range of a date in a year. */
function rangeOf({ month, day }: WrittenDate, year: number): TimeRange {
  if (month === undefined) return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) }
  if (day === undefined) return { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) }
  return { from: Date.UTC(year, month - 1, day) - SLACK, to: Date.UTC(year, month - 1, day + 1) + SLACK }
}
