/** A moment as short as it can be: today by its time, this year by day and time, else by its date. */
export function momentInWords(moment: Date, now: Date, locale?: string, timeZone?: string): string {
  const [day, today] = [moment, now].map((each) => formatter('en-CA', { timeZone }).format(each))
  if (day === today) return formatter(locale, { timeZone, ...CLOCK }).format(moment)
  if (day?.slice(0, 4) !== today?.slice(0, 4)) return formatter(locale, { timeZone, dateStyle: 'medium' }).format(moment)
  return formatter(locale, { timeZone, month: 'short', day: 'numeric', ...CLOCK }).format(moment)
}

const CLOCK = { hour: 'numeric', minute: '2-digit' } as const

/** A moment with everything: day of the week, date, and time with seconds and zone. */
export const momentInFull = (moment: Date) => formatter(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(moment)

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter takes far longer than using it, and a list has a hundred moments. */
function formatter(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options])
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, known)
  return known
}
