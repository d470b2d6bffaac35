/** Hours that the ranges of a list go back. */
export const RANGE_HOURS = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 } as const

/** The values of the parameter `range`: a range of hours, or the times in `from` and `to`. */
export const RANGES = ['1h', '24h', '7d', '30d', 'custom'] as const

interface Range {
  range?: (typeof RANGES)[number] | undefined
  from?: Date | undefined
  to?: Date | undefined
}

/** The times of a list. A range of hours takes precedence over `from` and `to`. */
export function timesOf({ range, from, to }: Range): { hours?: number; from?: Date | undefined; to?: Date | undefined } {
  return range === undefined || range === 'custom' ? { from, to } : { hours: RANGE_HOURS[range] }
}
