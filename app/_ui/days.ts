import { dateFormat } from '@/lib/date-format'
import { DAY_MS } from '@/lib/time'

/** The days (UTC) of a bar of a chart, both included: one day, or those of a week that are in the time range of the chart. */
export interface Period {
  from: string
  to: string
}

/** The times of a chart: its first and its last day are only partly in it, unless it begins and ends with them. */
export interface ChartRange {
  since?: string | undefined
  until?: string | undefined
}

/** The URL of a list, limited to the days (UTC) of a bar as far as they are in the range of the chart. `listHref` is its URL without a time range. */
export function daysHref(listHref: string, period: Period, range: ChartRange = {}): string {
  const { from, to } = daysWithin(period, range)
  return withRange(listHref, from, to, 'UTC')
}

/** The days (UTC) of a bar, or in their place the times at which the range of the chart begins and ends within them. */
export function daysWithin({ from, to }: Period, { since = '', until = '9' }: ChartRange): Period {
  return { from: since > `${from}T00:00:00.000Z` ? since : from, to: until < `${to}T23:59:59.999Z` ? until : to }
}

/** The URL of a list, limited to the days of a time zone from `from` to `to`, both included. `listHref` is its URL without a time range. */
export const withRange = (listHref: string, from: string, to: string, zone: string) =>
  `${listHref}${listHref.includes('?') ? '&' : '?'}range=custom&from=${from}&to=${to}&zone=${encodeURIComponent(zone)}`

/** `2025-03-31` as `Mar 31`, without a change of time zone. */
export const dayInWords = (day: string) =>
  dateFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

/** `Mar 31`, or `Mar 31 to Apr 6`. */
export const periodInWords = ({ from, to }: Period) => [...new Set([from, to])].map(dayInWords).join(' to ')

/** True for a Saturday or Sunday. */
export const isWeekend = ({ from, to }: Period) => from === to && [0, 6].includes(weekdayOf(from))

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((weekdayOf(day) + 6) % 7))
  return date.toISOString().slice(0, 10)
}

/** 0 for Sunday to 6 for Saturday. */
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()

/** The number of days from one to another, both included; 0 without days. */
export const daysFrom = (from = '', to = '') => (from === '' ? 0 : (Date.parse(to) - Date.parse(from)) / DAY_MS + 1)
