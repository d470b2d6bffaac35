import { z } from 'zod'
import { ACTIVITY_STATUSES, ACTOR_KINDS, END_REASONS, EVENT_KINDS, MOST_EVENT_MEMORIES } from '../../db/constants'
import { timestamp } from '../http/timestamp'

const agentId = z.string().meta({ example: 'customer-support' })
const sessionId = z.string().meta({ example: 'sess_0mhyw2kq3Vb81mPq9sXw2LtRa' })
const endReason = z.enum(END_REASONS)

const actor = z.object({ kind: z.enum(ACTOR_KINDS), id: z.string(), name: z.string() }).meta({ id: 'Actor' })

const commonFields = {
  session_id: sessionId,
  agent_id: agentId,
  namespace: z.string().meta({ example: 'memanto_agent_customer-support' }),
  pattern: z.string(),
  status: z.enum(ACTIVITY_STATUSES),
  created_at: timestamp,
  started_at: timestamp,
  expires_at: timestamp,
  time_remaining_seconds: z.int(),
  duration_hours: z.number().meta({ description: 'From start to expiry.' }),
  opened_by: actor,
}

const tokenFields = { session_token: z.string().meta({ description: 'Send it as X-Session-Token.' }), reused: z.boolean() }

export const SESSION = z.object({ ...commonFields, ...tokenFields }).meta({ id: 'Session' })

export const EXTENDED_SESSION = z
  .object({ ...commonFields, ...tokenFields, new_expires_at: timestamp, previous_expires_at: timestamp, hours_added: z.number() })
  .meta({ id: 'ExtendedSession' })

const infoFields = {
  ...commonFields,
  memories_stored: z.int(),
  memories_retrieved: z.int(),
  extensions: z.int(),
  end_reason: endReason.nullable(),
}

export const SESSION_INFO = z.object(infoFields).meta({ id: 'SessionInfo' })

const summaryFields = {
  session_id: sessionId,
  agent_id: agentId,
  status: z.literal('inactive'),
  started_at: timestamp,
  created_at: timestamp,
  ended_at: timestamp,
  end_reason: endReason,
  opened_by: actor,
  ended_by: actor,
  duration_seconds: z.number(),
  duration_hours: z.number(),
  duration: z.string().meta({ example: '2h 15m' }),
  memories_stored: z.int(),
  memories_created: z.int().meta({ description: 'Alias of `memories_stored`.' }),
  memories_retrieved: z.int(),
  recalls: z.int(),
  first_used_at: timestamp.nullable(),
  last_used_at: timestamp.nullable(),
}

export const SUMMARY = z.object(summaryFields).meta({ id: 'Summary' })

const event = z
  .object({
    at: timestamp,
    kind: z.enum(EVENT_KINDS),
    amount: z.number().meta({ description: 'Memories stored or retrieved, or hours added.' }),
    memory_ids: z.array(z.string()).meta({
      description: `The memories that were stored or returned, at most ${MOST_EVENT_MEMORIES}; those that were deleted since are named too.`,
    }),
    by: actor,
    address: z.string().nullable(),
  })
  .meta({ id: 'SessionEvent' })

const eventFields = { events: z.array(event).meta({ description: 'Up to 1,000 latest events, oldest first.' }) }

export const SESSION_DETAIL = z.union([
  z.object({ ...infoFields, ...eventFields }).meta({ id: 'SessionInfoDetail' }),
  z.object({ ...summaryFields, ...eventFields }).meta({ id: 'SummaryDetail' }),
])

export const SESSION_PAGE = z
  .object({ sessions: z.array(SESSION_INFO), count: z.int(), next_cursor: z.string().nullable() })
  .meta({ id: 'SessionPage' })
