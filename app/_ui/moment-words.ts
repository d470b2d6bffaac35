import { dateFormat } from '@/lib/date-format'

/** A moment as short as it can be: today by its time, this year by day and time, else by its date. */
export function momentInWords(moment: Date, now: Date, locale?: string, timeZone?: string): string {
  const [day, today] = [moment, now].map((each) => dateFormat('en-CA', { timeZone }).format(each))
  if (day === today) return dateFormat(locale, { timeZone, ...CLOCK }).format(moment)
  if (day?.slice(0, 4) !== today?.slice(0, 4)) return dateFormat(locale, { timeZone, dateStyle: 'medium' }).format(moment)
  return dateFormat(locale, { timeZone, month: 'short', day: 'numeric', ...CLOCK }).format(moment)
}

const CLOCK = { hour: 'numeric', minute: '2-digit' } as const

/** A moment with everything: day of the week, date, and time with seconds and zone. */
export const momentInFull = (moment: Date) => dateFormat(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(moment)
