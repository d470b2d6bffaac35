import type { z } from 'zod'
import type { Parameters } from '@/lib/input/parameters'
import { isTimeZone } from '@/lib/time-zone'
import { invalidIn } from './read-search'
import { PLACE, type Search, textsOf } from './search'

/** The filters and the order of a list as the query of its URL: only parameters that the page knows and whose values are valid, by name. */
export function viewQuery<Shape extends z.ZodRawShape>(expected: Parameters<Shape>, search: Search): string {
  const invalid = invalidIn(expected, search)
  const left = expected.fields.flatMap(({ field, names }) => (field in PLACE || invalid.includes(field) ? names : []))
  const query = new URLSearchParams()
  for (const name of [...expected.names, 'zone'].toSorted())
    if (!left.includes(name)) for (const value of textsOf(search[name])) query.append(name, value)
  const zone = query.get('zone')
  if (zone !== null && (!isTimeZone(zone) || !(query.has('from') || query.has('to')))) query.delete('zone')
  return query.toString()
}
