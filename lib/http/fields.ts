import { z } from 'zod'
import { MAX_HOURS, MIN_HOURS } from '../sessions/rules'

/** Text that Postgres can keep and JSON can carry: no null characters, no half of a surrogate pair. */
export const text = (max: number) =>
  z
    .string()
    .max(max, `may be at most ${max} characters long`)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'must be well-formed Unicode without null characters')

export const nonBlank = (max: number) => text(max).refine((value) => value.trim() !== '', 'must not be blank')

/** One minute to a day, fractions allowed. */
export const hours = z
  .number()
  .gte(MIN_HOURS, 'must be at least 0.0167 (1 minute)')
  .lte(MAX_HOURS, `must be at most ${MAX_HOURS}`)
  .meta({ description: 'Hours, from 1 minute (0.0167) to 24; fractions allowed.', example: 6 })

export const limit = (byDefault: number) => z.int().gte(1, 'must be at least 1').lte(100, 'must be at most 100').default(byDefault)

export const cursor = text(500).optional().meta({ description: 'next_cursor of the previous page.' })

const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|z|[+-]\d{2}:?\d{2})?$/
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
  if (DATE.test(value)) return valid(new Date(Date.parse(value) + (day === 'end' ? DAY_MS - 1 : 0)), value)
  const [, , , zone] = TIME.exec(value) ?? [value, '', '', 'none']
  if (zone === 'none') return undefined
  return valid(new Date(zone === undefined ? `${value.replace(' ', 'T')}Z` : value.replace(' ', 'T')), value)
}

/** JavaScript moves 30 February into March; we refuse it. */
function valid(read: Date, value: string): Date | undefined {
  if (Number.isNaN(read.getTime()) || read.getUTCFullYear() < 1) return undefined
  const [year, month, dayOfMonth] = value.slice(0, 10).split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDate() === dayOfMonth ? read : undefined
}
