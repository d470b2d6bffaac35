import { replaceAnswers } from '../../db/idempotency'
import { addToMemoryCount } from '../../db/memory-changes'
import { deleteMemories, EARLIER_TEXTS_AT_ONCE, type EarlierText, type LockedMemory, listEarlierTexts } from '../../db/memory-purge'
import type { AgentKey, Tx } from '../../db/schema'
import { PURGED } from '../idempotency'
import { eachInTurns } from '../in-turns'
import { analyzeMemory } from '../recall/analyze'

/**
 * Purges memories of an agent that are locked: they are removed with all of their versions, from the agent's vocabulary and from stored answers, and
 * cannot be restored. The agent must be locked, and not be on legal hold.
 */
export async function purgeMemories(tx: Tx, agent: AgentKey, memories: readonly Pick<LockedMemory, 'id' | 'status'>[]): Promise<void> {
  const ids = memories.map(({ id }) => id)
  if (ids.length === 0) return
  const earlierTerms = await findEarlierTerms(tx, agent.team_id, ids)
  await replaceAnswers(tx, agent.team_id, ids, PURGED)
  await deleteMemories(tx, agent, ids, [...earlierTerms])
  const counted = memories.filter(({ status }) => status !== 'deleted').length
  if (counted > 0) await addToMemoryCount(tx, agent, -counted)
}

/** The terms of the earlier versions of memories. Other requests take their turns while they are found. */
async function findEarlierTerms(tx: Tx, teamId: string, ids: string[]): Promise<Set<string>> {
  const terms = new Set<string>()
  let before: EarlierText | undefined
  for (;;) {
    const texts = await listEarlierTexts(tx, teamId, ids, before)
    await eachInTurns(texts, (text) => {
      if (!isSameText(before, text)) for (const term of analyzeMemory(text).terms.keys()) terms.add(term)
      before = text
    })
    if (texts.length < EARLIER_TEXTS_AT_ONCE) return terms
  }
}

/** Often only the status or another field was changed. */
const isSameText = (before: EarlierText | undefined, { title, content, tags }: EarlierText) =>
  before?.content === content && before.title === title && JSON.stringify(before.tags) === JSON.stringify(tags)
