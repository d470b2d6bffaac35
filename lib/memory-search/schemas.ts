import { z } from 'zod'
import { RANKED_MEMORY } from '../memories/schemas'

export const FOUND_MEMORIES = z
  .object({
    memories: z.array(RANKED_MEMORY),
    count: z.int(),
    next_cursor: z.string().nullable(),
    matches: z
      .object({
        count: z.int().meta({ description: 'How many memories match: the best 1,000 with a query, the latest 10,000 without.' }),
        is_complete: z.boolean().meta({ description: 'False when more match than were counted.' }),
        agents: z.array(z.object({ agent_id: z.string(), count: z.int() })).meta({ description: 'The 50 agents with most of these.' }),
      })
      .nullable()
      .meta({ description: 'On the first page only.' }),
  })
  .meta({ id: 'FoundMemories' })
