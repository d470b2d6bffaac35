/** The URL of a list with the rows between two days of UTC, both included; `rows` is its URL without a time. */
export const daysHref = (rows: string, from: string, to: string) =>
  `${rows}${rows.includes('?') ? '&' : '?'}range=custom&from=${from}&to=${to}&zone=UTC`

/** `2025-03-31` as `Mar 31`. A day of UTC is the same in every time zone. */
export const dayInWords = (day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' })
