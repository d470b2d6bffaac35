import { z } from 'zod'
import { cursor } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { MEMORY_LIST } from '@/lib/memories/input'
import { MEMORY_TYPES } from '@/lib/memories/rules'

/** The URL parameters of an agent's page: a search of its memories, and the positions in its two lists. */
export const AGENT_PAGE_SEARCH = parameters({
  query: MEMORY_LIST.schema.shape.query,
  type: z.enum(MEMORY_TYPES).optional(),
  memories: cursor,
  sessions: cursor,
})
