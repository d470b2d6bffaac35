import pg from 'pg'

/** The driver's own parser, which reads every form of a time. */
const parseAnyForm: (text: string) => unknown = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text')

const ZERO = 48
const HYPHEN = 45
const FRACTION_AT = 20
const ZONE_LENGTH = 3

/** Reads a number of two digits. */
const twoDigits = (text: string, at: number) => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO

/** Reads a time as Postgres writes it, `2025-03-31 22:30:00.123+00`. In UTC, which is the usual form, in less than half of the time of the driver's parser. */
export function parseTime(text: string): unknown {
  if (!text.endsWith('+00') || text.charCodeAt(4) !== HYPHEN) return parseAnyForm(text)
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  if (year < 100) return parseAnyForm(text)
  const fraction = text.slice(FRACTION_AT, Math.min(FRACTION_AT + 3, text.length - ZONE_LENGTH))
  const [day, hour, minute, second] = [twoDigits(text, 8), twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)]
  return new Date(Date.UTC(year, twoDigits(text, 5) - 1, day, hour, minute, second, Number(fraction.padEnd(3, '0'))))
}
