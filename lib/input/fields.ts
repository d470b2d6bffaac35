import { z } from 'zod'

/** Text that Postgres can store and JSON can represent: without null characters and unpaired surrogates. */
const storable = (type: z.ZodString, max: number) =>
  type
    .max(max, `may be at most ${max} characters long`)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'must be well-formed Unicode without null characters')

/** Text of at most `max` characters, normalized to Unicode's composed form (NFC), so that texts that look the same are equal. */
export const text = (max: number) => storable(z.string().normalize('NFC'), max)

/** The beginning of a text in NFC, with at most `max` characters. A character of two code units is not divided. */
export const beginningOf = (value: string, max: number): string =>
  value
    .normalize('NFC')
    .slice(0, max)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed()
    .trim()

/** Text of at most `max` characters that is not normalized, such as a password. */
export const exactText = (max: number) => storable(z.string(), max)

/** Text of at most `max` characters that is more than blanks; blanks around it are kept. */
export const nonBlank = (max: number) => text(max).refine((value) => value.trim() !== '', 'must not be blank')

/** Text of at most `max` characters that is more than blanks, without the blanks around it: a name or a reason. */
export const trimmedText = (max: number) => nonBlank(max).transform((value) => value.trim())

/** The most characters of a tag, and the most tags of a memory. */
export const TAG_LENGTH = 64
export const MOST_TAGS = 20

const tag = text(1000)
  .trim()
  .max(TAG_LENGTH, `may be at most ${TAG_LENGTH} characters long`)
  .refine((value) => value !== '', 'must not be blank')

/** Tags without surrounding blanks and without duplicates. */
export const tagList = z
  .array(tag)
  .overwrite((given) => [...new Set(given)])
  .max(MOST_TAGS, `may be at most ${MOST_TAGS}`)

/** An optional field of a change. Null or an empty text sets it to `empty`. */
export const clearable = <Type extends z.ZodType>(type: Type, empty: z.output<Type>) =>
  type
    .nullable()
    .transform((value): z.output<Type> => value ?? empty)
    .optional()

/** The number of results of a page, from 1 to 100. */
export const limit = (byDefault: number) => z.int().gte(1, 'must be at least 1').lte(100, 'must be at most 100').default(byDefault)

/** The cursor of a page. */
export const cursor = text(500).optional().meta({ description: 'next_cursor of the previous page.' })

const DATE = /^\d{4}-\d{2}-\d{2}$/
/** The plus of an offset can be a blank: a plus in a query string that was not encoded is decoded as one. */
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|z|[+ -]\d{2}:?\d{2})?$/
const DAY_MS = 86_400_000

/** A time, in UTC when it has no offset. A date without a time stands for the start or the end of that day, as `day` says. `meaning` is a sentence. */
export const time = (day: 'start' | 'end' = 'start', meaning = '') =>
  z
    .string()
    .refine((value) => readTime(value, day) !== undefined, {
      error: 'must be a time such as 2025-03-31T22:30:00Z or a date such as 2025-03-31',
      abort: true,
    })
    .refine((value) => hasFourDigits(readTime(value, day)?.getUTCFullYear()), 'must be in the years 1 to 9999 in UTC')
    .transform((value) => readTime(value, day) ?? new Date(0))
    .meta({
      type: 'string',
      description: `${meaning} RFC 3339; without an offset it is UTC; a bare date is that day's ${day}.`.trimStart(),
      example: '2025-03-31T22:30:00Z',
    })

function readTime(value: string, day: 'start' | 'end'): Date | undefined {
  if (DATE.test(value)) return requireExistingDay(new Date(Date.parse(value) + (day === 'end' ? DAY_MS - 1 : 0)), value)
  const [, date, clock, zone = 'Z'] = TIME.exec(value) ?? []
  if (date === undefined) return undefined
  return requireExistingDay(new Date(`${date}T${clock}${zone.replace(' ', '+')}`), value)
}

/** RFC 3339 and Postgres have no other years. An offset can lead to one: 9999-12-31T23:59:59-05:00. */
const hasFourDigits = (year = 0) => year >= 1 && year <= 9999

/** Returns the time unless its day does not exist: JavaScript would move 30 February into March. */
function requireExistingDay(read: Date, value: string): Date | undefined {
  if (Number.isNaN(read.getTime())) return undefined
  const [year, month, dayOfMonth] = value.slice(0, 10).split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDate() === dayOfMonth ? read : undefined
}
