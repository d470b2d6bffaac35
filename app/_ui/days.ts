/** The URL of a list, limited to the days (UTC) from `from` to `to`, both included. `listHref` is its URL without a time range. */
export const daysHref = (listHref: string, from: string, to: string) => withRange(listHref, from, to, 'UTC')

/** The URL of a list, limited to the days of a time zone from `from` to `to`, both included. `listHref` is its URL without a time range. */
export const withRange = (listHref: string, from: string, to: string, zone: string) =>
  `${listHref}${listHref.includes('?') ? '&' : '?'}range=custom&from=${from}&to=${to}&zone=${encodeURIComponent(zone)}`

/** `2025-03-31` as `Mar 31`, without a change of time zone. */
export const dayInWords = (day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' })

/** True for a Saturday or Sunday. */
export const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
