import { z } from 'zod'
import { text, time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { ENDING } from '@/lib/sessions/input'
import { SESSION_FILTERS } from './search'

const { reason } = ENDING.schema.shape

/** The form that ends one session. */
export const SESSION_END = parameters({ session_id: text(64), reason })

/**
 * The form that ends the selected sessions of a list, or all that match its filters and were there when the list was shown. A filter that
 * is not valid is refused: leaving it out would end more sessions.
 */
export const SESSIONS_END = parameters({
  scope: z.enum(['selected', 'matching']).default('selected'),
  session_id: z.array(text(64)).default([]),
  ...SESSION_FILTERS,
  seen_at: time().optional(),
  seen_count: z.int().gte(0).optional(),
  /** What was typed to confirm that all that match are ended. */
  confirm: text(20).trim().default(''),
  reason,
})
