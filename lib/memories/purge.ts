import { replaceAnswers } from '../../db/idempotency'
import { addToMemoryCount } from '../../db/memory-changes'
import { deleteMemories, type LockedMemory, listEarlierTexts } from '../../db/memory-purge'
import type { AgentKey, Tx } from '../../db/schema'
import { PURGED } from '../idempotency'
import { analyzeMemory } from '../recall/analyze'

/**
 * Purges memories of an agent that are locked: they are removed with all of their versions, from the agent's vocabulary and from stored answers, and
 * cannot be restored. The agent must be locked, and not be on legal hold.
 */
export async function purgeMemories(tx: Tx, agent: AgentKey, memories: readonly Pick<LockedMemory, 'id' | 'status'>[]): Promise<void> {
  const ids = memories.map(({ id }) => id)
  if (ids.length === 0) return
  const earlierTerms = new Set<string>()
  for (const text of await listEarlierTexts(tx, agent.team_id, ids))
    for (const term of analyzeMemory(text).terms.keys()) earlierTerms.add(term)
  await replaceAnswers(tx, agent.team_id, ids, PURGED)
  await deleteMemories(tx, agent, ids, [...earlierTerms])
  const counted = memories.filter(({ status }) => status !== 'deleted').length
  if (counted > 0) await addToMemoryCount(tx, agent, -counted)
}
