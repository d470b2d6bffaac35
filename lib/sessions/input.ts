import { z } from 'zod'
import { ACTIVITY_STATUSES, END_REASONS } from '../../db/constants'
import { cursor, limit, nonBlank, text, time } from '../input/fields'
import { parameters } from '../input/parameters'
import { MAX_HOURS, MIN_HOURS } from './rules'

/** One minute to a day, fractions allowed. */
export const hours = z
  .number()
  .gte(MIN_HOURS, 'must be at least 0.0167 (1 minute)')
  .lte(MAX_HOURS, `must be at most ${MAX_HOURS}`)
  .meta({ description: 'Hours, from 1 minute (0.0167) to 24; fractions allowed.', example: 6 })

export const ACTIVATION = parameters({
  duration_hours: hours.optional(),
  on_active: z.enum(['join', 'replace', 'reject']).default('join').meta({ description: 'What to do if a session is already active.' }),
  create: z.boolean().default(false).meta({ description: 'Create the agent if it does not exist; requires agents:write.' }),
})

export const EXTENSION = parameters({ extend_hours: hours.default(6) }, { extend_hours: ['additional_hours', 'duration_hours', 'hours'] })

export const SESSION_LIST = parameters({
  agent_id: text(64).optional(),
  status: z.enum(ACTIVITY_STATUSES).optional(),
  end_reason: z.enum(END_REASONS).optional(),
  from: time('start').optional(),
  to: time('start').optional(),
  limit: limit(50),
  cursor,
})

export const ENDING = parameters({ reason: nonBlank(500).optional().meta({ description: 'The reason, shown in the history.' }) })
