import { z } from 'zod'

/** Text that Postgres can keep and JSON can carry: no null characters, no half of a surrogate pair. */
const storable = (type: z.ZodString, max: number) =>
  type
    .max(max, `may be at most ${max} characters long`)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'must be well-formed Unicode without null characters')

/** Text in Unicode's composed form (NFC), so that what looks the same is the same; `max` counts what is kept. */
export const text = (max: number) => storable(z.string().normalize('NFC'), max)

/** Text of which every character is kept as it was sent, such as a password. */
export const exactText = (max: number) => storable(z.string(), max)

/** Text of at most `max` characters that is more than blanks; blanks around it are kept. */
export const nonBlank = (max: number) => text(max).refine((value) => value.trim() !== '', 'must not be blank')

/** Text of at most `max` characters that is more than blanks, without the blanks around it: a name or a reason. */
export const trimmedText = (max: number) => nonBlank(max).transform((value) => value.trim())

const MAX_TAG_LENGTH = 64
const MAX_TAGS = 20

const tag = text(1000)
  .trim()
  .max(MAX_TAG_LENGTH, `may be at most ${MAX_TAG_LENGTH} characters long`)
  .refine((value) => value !== '', 'must not be blank')

/** Words without blanks around them, each once. */
export const tagList = z
  .array(tag)
  .overwrite((given) => [...new Set(given)])
  .max(MAX_TAGS, `may be at most ${MAX_TAGS}`)

/** A field of a change: null or an empty text empties it, and left out it stays as it is. */
export const clearable = <Type extends z.ZodType>(type: Type, empty: z.output<Type>) =>
  type
    .nullable()
    .transform((value): z.output<Type> => value ?? empty)
    .optional()

export const limit = (byDefault: number) => z.int().gte(1, 'must be at least 1').lte(100, 'must be at most 100').default(byDefault)

export const cursor = text(500).optional().meta({ description: 'next_cursor of the previous page.' })

const DATE = /^\d{4}-\d{2}-\d{2}$/
/** The plus of an offset may come as a blank: that is how a query string is read where nobody encoded it. */
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|z|[+ -]\d{2}:?\d{2})?$/
const DAY_MS = 86_400_000

/** A time; without an offset it is UTC. A bare date is that day's start, or its end where `day` says so. */
export const time = (day: 'start' | 'end' = 'start') =>
  z
    .string()
    .refine((value) => readTime(value, day) !== undefined, 'must be a time such as 2025-03-31T22:30:00Z or a date such as 2025-03-31')
    .transform((value) => readTime(value, day) ?? new Date(0))
    .meta({
      type: 'string',
      description: `RFC 3339; without an offset it is UTC; a bare date is that day's ${day}.`,
      example: '2025-03-31T22:30:00Z',
    })

function readTime(value: string, day: 'start' | 'end'): Date | undefined {
  if (DATE.test(value)) return requireExistingDay(new Date(Date.parse(value) + (day === 'end' ? DAY_MS - 1 : 0)), value)
  const [, date, clock, zone = 'Z'] = TIME.exec(value) ?? []
  if (date === undefined) return undefined
  return requireExistingDay(new Date(`${date}T${clock}${zone.replace(' ', '+')}`), value)
}

/** JavaScript moves 30 February into March; we refuse it. */
function requireExistingDay(read: Date, value: string): Date | undefined {
  if (Number.isNaN(read.getTime()) || read.getUTCFullYear() < 1) return undefined
  const [year, month, dayOfMonth] = value.slice(0, 10).split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDate() === dayOfMonth ? read : undefined
}
