import { endOfDay, isTimeZone, startOfDay, UTC } from '../time-zone'
import { type Search, textOf } from './search'

/** The zone whose days a list is asked for in: the one that stands beside days in the address, which a colleague may have sent; else the viewer's, which a cookie keeps; else UTC. */
export function zoneIn(search: Search, kept: string | undefined): string {
  const [named, range = 'custom'] = [textOf(search.zone), textOf(search.range)]
  const hasDays = range === 'custom' && (isDay(textOf(search.from)) || isDay(textOf(search.to)))
  if (hasDays && named !== undefined && isTimeZone(named)) return named
  return kept !== undefined && isTimeZone(kept) ? kept : UTC
}

/** A page's address with the days in `from` and `to` as instants, by the days of a zone. Whatever is no such day stays as it is. */
export function withDaysIn(zone: string, search: Search): Search {
  const [from, to] = [textOf(search.from), textOf(search.to)]
  return {
    ...search,
    ...(isDay(from) && { from: startOfDay(zone, from).toISOString() }),
    ...(isDay(to) && { to: endOfDay(zone, to).toISOString() }),
  }
}

/** A day of the calendar from 1900 to 2999: no zone moves one of those into a year that is written in another way. */
function isDay(text: string | undefined): text is string {
  if (text === undefined || !/^(19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false
  const read = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text)
}
