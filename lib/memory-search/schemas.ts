import { z } from 'zod'
import { found, RANKED_MEMORY } from '../memories/schemas'
import { ACTS } from './acts'

export const FOUND_MEMORIES = z
  .object({
    memories: z.array(RANKED_MEMORY),
    count: z.int(),
    next_cursor: z.string().nullable(),
    matches: z
      .object({
        count: z.int().meta({ description: 'How many memories match: of the best 1,000 with a query, of the latest 1,000 without.' }),
        is_complete: z.boolean().meta({ description: 'False when more match than were counted.' }),
        agents: z.array(z.object({ agent_id: z.string(), count: z.int() })).meta({ description: 'The 50 agents with most of these.' }),
      })
      .nullable()
      .meta({ description: 'On the first page only.' }),
  })
  .meta({ id: 'FoundMemories' })

export const CHANGED_MEMORIES = z
  .object({
    act: z.enum(ACTS),
    dry_run: z.boolean(),
    changed: z.int(),
    unchanged: z.int(),
    not_found: z.int(),
    failed: z.int(),
    has_more: z.boolean().meta({
      description: 'Other memories match the filter, or with `q` may match. Change them with a narrower one, for example by dates.',
    }),
    results: z.array(
      z.object({
        memory_id: z.string(),
        outcome: z.enum(['changed', 'unchanged', 'not_found', 'too_many_tags']).meta({
          description: '`unchanged`: it was like that already. `too_many_tags`: it would have more than 20, and was not changed.',
        }),
      }),
    ),
    ...found,
  })
  .meta({ id: 'ChangedMemories' })
