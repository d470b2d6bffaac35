import { z } from 'zod'
import { isAgentName } from '@/lib/agents/input'
import { ACTIVITY_STATUSES, AGENT_PATTERNS } from '@/lib/agents/rules'
import { cursor, text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'

/** The URL parameters of the list of agents. */
export const AGENT_SEARCH = parameters({
  q: text(200).optional(),
  status: z.enum(ACTIVITY_STATUSES).optional(),
  pattern: z.enum(AGENT_PATTERNS).optional(),
  sort: z.enum(['created', 'name', 'last_session']).default('created'),
  cursor,
  /** The agent whose panel is open. */
  peek: text(64).optional(),
  /** The agent that was just deleted on its page. */
  deleted: z.string().refine(isAgentName).optional(),
  /** Opens the form for a new agent. */
  new: text(10).optional(),
})
