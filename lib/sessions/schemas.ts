import { z } from 'zod'
import { moment } from '../http/moment'

const agentId = z.string().meta({ example: 'customer-support' })
const sessionId = z.string().meta({ example: 'sess_0mhyw2kq3Vb81mPq9sXw2LtRa' })
const endReason = z.enum(['deactivated', 'replaced', 'expired', 'revoked', 'agent_deleted'])

const actor = z.object({ kind: z.enum(['key', 'person', 'agent', 'system']), id: z.string(), name: z.string() }).meta({ id: 'Actor' })

const described = {
  session_id: sessionId,
  agent_id: agentId,
  namespace: z.string().meta({ example: 'memanto_agent_customer-support' }),
  pattern: z.string(),
  status: z.enum(['active', 'inactive']),
  created_at: moment,
  started_at: moment,
  expires_at: moment,
  time_remaining_seconds: z.int(),
  duration_hours: z.number().meta({ description: 'From start to expiry.' }),
  opened_by: actor,
}

const issued = { session_token: z.string().meta({ description: 'Send it as X-Session-Token.' }), reused: z.boolean() }

export const SESSION = z.object({ ...described, ...issued }).meta({ id: 'Session' })

export const EXTENDED_SESSION = z
  .object({ ...described, ...issued, new_expires_at: moment, previous_expires_at: moment, hours_added: z.number() })
  .meta({ id: 'ExtendedSession' })

const info = { ...described, memories_stored: z.int(), memories_retrieved: z.int(), extensions: z.int(), end_reason: endReason.nullable() }

export const SESSION_INFO = z.object(info).meta({ id: 'SessionInfo' })

const ended = {
  session_id: sessionId,
  agent_id: agentId,
  status: z.literal('inactive'),
  started_at: moment,
  created_at: moment,
  ended_at: moment,
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
  first_used_at: moment.nullable(),
  last_used_at: moment.nullable(),
}

export const SUMMARY = z.object(ended).meta({ id: 'Summary' })

const event = z
  .object({
    at: moment,
    kind: z.enum(['activated', 'joined', 'extended', 'renewed', 'remembered', 'recalled', 'ended']),
    amount: z.number().meta({ description: 'Memories stored or retrieved, or hours added.' }),
    by: actor,
    address: z.string().nullable(),
  })
  .meta({ id: 'SessionEvent' })

const events = { events: z.array(event).meta({ description: 'Up to 1,000 latest events, oldest first.' }) }

export const SESSION_DETAIL = z.union([
  z.object({ ...info, ...events }).meta({ id: 'SessionInfoDetail' }),
  z.object({ ...ended, ...events }).meta({ id: 'SummaryDetail' }),
])

export const SESSION_PAGE = z
  .object({ sessions: z.array(SESSION_INFO), count: z.int(), next_cursor: z.string().nullable() })
  .meta({ id: 'SessionPage' })
