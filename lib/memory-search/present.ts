import type { z } from 'zod'
import { presentFindings, presentRanked } from '../memories/present'
import type { MemoryOutcome } from './change-batch'
import type { ChangedMemories } from './change-many'
import type { CHANGED_MEMORIES, FOUND_MEMORIES } from './schemas'
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

/** What became of many memories. */
export function presentChangedMemories({ act, dryRun, outcomes, hasMore, findings }: ChangedMemories): z.infer<typeof CHANGED_MEMORIES> {
  const count = (wanted: MemoryOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length
  return {
    act,
    dry_run: dryRun,
    changed: count('changed'),
    unchanged: count('unchanged'),
    not_found: count('not_found'),
    failed: count('too_many_tags'),
    has_more: hasMore,
    results: outcomes.map(({ memoryId, outcome }) => ({ memory_id: memoryId, outcome })),
    ...presentFindings(findings),
  }
}
