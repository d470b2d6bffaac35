import { dayIn } from '@/lib/time-zone'

/** The ranges of hours of a list, in words. */
export const RANGE_WORDS = { '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days' } as const

/** What a list without a time range shows. */
export const ANY_TIME = 'Any time'

export interface Times {
  range?: '1h' | '24h' | '7d' | '30d' | 'custom' | undefined
  from?: Date | undefined
  to?: Date | undefined
}

/** The time range of a list in words, by days of a zone; undefined for any time. */
export function timesInWords({ range, from, to }: Times, zone: string): string | undefined {
  if (range !== undefined && range !== 'custom') return RANGE_WORDS[range]
  const [first, last] = [from && dayIn(zone, from), to && dayIn(zone, to)]
  if (first === undefined && last === undefined) return undefined
  if (first === last) return first
  return [first && `from ${first}`, last && `until ${last}`].filter(Boolean).join(' ')
}

/** The fields of a list's time range, for the values of its form. */
export const timeFields = ({ range, from, to }: Times, zone: string) => ({
  range: range ?? (from || to ? 'custom' : undefined),
  from: from && dayIn(zone, from),
  to: to && dayIn(zone, to),
})
