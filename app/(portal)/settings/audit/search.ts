import { z } from 'zod'
import { RANGES, timesOf } from '@/app/_url/ranges'
import { cursor, text, time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'

/** The URL parameters of the audit log. */
export const AUDIT_SEARCH = parameters({
  action: text(100).optional(),
  who: text(200).optional(),
  target: text(200).optional(),
  /** The id of a key that did something, or to which something was done. */
  key: text(64).optional(),
  range: z.enum(RANGES).optional(),
  from: time('start').optional(),
  to: time('end').optional(),
  cursor,
})

/** The valid URL parameters of the audit log. */
export type AuditSearch = z.output<typeof AUDIT_SEARCH.schema>

/** The filters that the audit log applies for its URL. */
export const filtersOf = ({ action, who, target, key, range, from, to }: AuditSearch) => ({
  action,
  who,
  target,
  key,
  ...timesOf({ range, from, to }),
})
