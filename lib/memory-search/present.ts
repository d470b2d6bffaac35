import type { z } from 'zod'
import { presentRanked } from '../memories/present'
import type { FOUND_MEMORIES } from './schemas'
import type { FoundMemories } from './search'

/** A page of memories of several agents. */
export const presentFoundMemories = ({ memories, nextCursor, matches }: FoundMemories): z.infer<typeof FOUND_MEMORIES> => ({
  memories: memories.map((memory) => presentRanked(memory, memory.agent_name)),
  count: memories.length,
  next_cursor: nextCursor,
  matches: matches && {
    count: matches.count,
    is_complete: matches.isComplete,
    agents: matches.agents.map(({ name, count }) => ({ agent_id: name, count })),
  },
})
