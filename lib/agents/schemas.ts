import { z } from 'zod'
import { ACTIVITY_STATUSES, AGENT_PATTERNS } from '../../db/constants'
import { timestamp } from '../http/timestamp'

export const AGENT = z
  .object({
    agent_id: z.string().meta({ example: 'customer-support' }),
    namespace: z.string().meta({ example: 'memanto_agent_customer-support' }),
    pattern: z.enum(AGENT_PATTERNS),
    description: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    status: z.enum(ACTIVITY_STATUSES),
    created_at: timestamp,
    updated_at: timestamp,
    last_session: timestamp.nullable(),
    session_count: z.int(),
    memory_count: z.int(),
    legal_hold: z.boolean().meta({ description: 'Whether nothing may remove memories of the agent for good.' }),
    current_session: z.object({ session_id: z.string(), expires_at: timestamp, time_remaining_seconds: z.int() }).nullable(),
  })
  .meta({ id: 'Agent' })

export const AGENT_PAGE = z
  .object({ agents: z.array(AGENT), count: z.int(), total: z.int(), next_cursor: z.string().nullable() })
  .meta({ id: 'AgentPage' })

export const DELETED_AGENT = z.object({ message: z.string(), agent_id: z.string(), memories_deleted: z.int() }).meta({ id: 'DeletedAgent' })
