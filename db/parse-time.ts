import pg from 'pg'

/** The driver's own parser, which reads every form of a time. */
const parseAnyForm: (text: string) => unknown = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text')

/** As it is before Next is loaded, which replaces it with one that takes several times as long to create. */
const NativeDate = Date

const ZERO = 48
const HYPHEN = 45
const FRACTION_AT = 20
const ZONE = '+00'

/** Reads a number of two digits. */
const twoDigits = (text: string, at: number) => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO

/** Reads the first three digits of the fraction, of which there may be none to six. */
function milliseconds(text: string): number {
  const digits = text.length - ZONE.length - FRACTION_AT
  const digit = (nth: number) => (nth < digits ? text.charCodeAt(FRACTION_AT + nth) - ZERO : 0)
  return digit(0) * 100 + digit(1) * 10 + digit(2)
}

/** Reads a time as Postgres writes it, `2025-03-31 22:30:00.123+00`. In UTC, which is the usual form, in less than half of the time of the driver's parser. */
export function parseTime(text: string): unknown {
  if (!text.endsWith(ZONE) || text.charCodeAt(4) !== HYPHEN) return parseAnyForm(text)
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  if (year < 100) return parseAnyForm(text)
  const [day, hour, minute, second] = [twoDigits(text, 8), twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)]
  return new NativeDate(NativeDate.UTC(year, twoDigits(text, 5) - 1, day, hour, minute, second, milliseconds(text)))
}
