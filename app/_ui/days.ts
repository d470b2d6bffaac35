/** The rows of a list between two days of UTC, both included; `rows` is its address without a time. */
export const daysHref = (rows: string, from: string, to: string) =>
  `${rows}${rows.includes('?') ? '&' : '?'}range=custom&from=${from}&to=${to}&zone=UTC`

/** `2025-03-31` as `Mar 31`; a day of UTC is no moment, and moves into no zone. */
export const dayInWords = (day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' })
