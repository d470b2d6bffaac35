import { endOfDay, isTimeZone, startOfDay, UTC } from '@/lib/time-zone'
import { type Search, textOf } from './search'

/**
 * The time zone of the days in a page's URL: the zone in the URL where it contains days, so that a link shows the same for everyone; else
 * the viewer's zone, which a cookie holds; else UTC.
 */
export function zoneIn(search: Search, cookie: string | undefined): string {
  const [named, range = 'custom'] = [textOf(search.zone), textOf(search.range)]
  const hasDays = range === 'custom' && (isDay(textOf(search.from)) || isDay(textOf(search.to)))
  if (hasDays && named !== undefined && isTimeZone(named)) return named
  return cookie !== undefined && isTimeZone(cookie) ? cookie : UTC
}

/** The query of a page's URL with the days in `from` and `to` as instants, by the days of a zone. Values that are not days stay as they are. */
export function withDaysIn(zone: string, search: Search): Search {
  const [from, to] = [textOf(search.from), textOf(search.to)]
  return {
    ...search,
    ...(isDay(from) && { from: startOfDay(zone, from).toISOString() }),
    ...(isDay(to) && { to: endOfDay(zone, to).toISOString() }),
  }
}

/** A calendar day from 1900 to 2999: no time zone moves such a day into a year with another number of digits. */
function isDay(text: string | undefined): text is string {
  if (text === undefined || !/^(19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false
  const read = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text)
}
