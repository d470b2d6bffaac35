import { z } from 'zod'
import { cursor, text, time } from '../input/fields'
import { parameters } from '../input/parameters'

/** The ranges a person picks from, in hours. */
export const RANGE_HOURS = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const

const RANGES = Object.keys(RANGE_HOURS) as (keyof typeof RANGE_HOURS)[]

/** What the audit log's address may ask for. */
export const AUDIT_SEARCH = parameters({
  action: text(100).optional(),
  who: text(200).optional(),
  target: text(200).optional(),
  range: z.enum([...RANGES, 'custom']).optional(),
  from: time('start').optional(),
  to: time('end').optional(),
  cursor,
})

export type AuditSearch = z.output<typeof AUDIT_SEARCH.schema>
