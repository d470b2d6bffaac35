import { replaceAnswers } from '../../db/idempotency'
import { addToMemoryCount } from '../../db/memory-changes'
import {
  deleteMemories,
  EARLIER_TEXTS_AT_ONCE,
  type EarlierText,
  type LockedMemory,
  listEarlierTexts,
  type MemoryToPurge,
} from '../../db/memory-purge'
import type { AgentKey, Tx } from '../../db/schema'
import { endIdleTime } from '../../db/timeouts'
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

/** Postgres ends a transaction that is idle for some seconds, and several purges at once, with other requests, may share this process. */
const LONGEST_IDLE_MS = 1_000

/** The terms of the earlier versions of memories. Other requests take their turns while they are found. */
async function findEarlierTerms(tx: Tx, teamId: string, ids: string[]): Promise<Set<string>> {
  const terms = new Set<string>()
  let before: EarlierText | undefined
  for (;;) {
    const texts = await listEarlierTexts(tx, teamId, ids, before)
    let idleSinceMs = performance.now()
    await eachInTurns(texts, async (text) => {
      if (!isSameText(before, text)) for (const term of termsOf(text)) terms.add(term)
      before = text
      if (performance.now() - idleSinceMs < LONGEST_IDLE_MS) return
      await endIdleTime(tx)
      idleSinceMs = performance.now()
    })
    if (texts.length < EARLIER_TEXTS_AT_ONCE) return terms
  }
}

const termsOf = (text: EarlierText) => [...text.postgres_terms, ...analyzeMemory(text).terms.keys()]

/** Often only the status or another field was changed. */
const isSameText = (before: EarlierText | undefined, { title, content, tags }: EarlierText) =>
  before?.content === content && before.title === title && JSON.stringify(before.tags) === JSON.stringify(tags)

/** The most memories that are purged together. */
const MOST_MEMORIES = 100
/** The most versions that are purged together, unless a single memory has more. */
const MOST_VERSIONS = 250

/** Memories of an agent that are purged together. */
export interface PurgeBatch<M extends MemoryToPurge> {
  agentRowId: string
  memories: M[]
  versions: number
}

/** Divides memories into those of one agent that are purged together. */
export function toPurgeBatches<M extends MemoryToPurge>(memories: readonly M[]): PurgeBatch<M>[] {
  const batches = new Map<string, PurgeBatch<M>[]>()
  for (const memory of memories) {
    const { agent_row_id: agentRowId, version } = memory
    const ofAgent = batches.get(agentRowId) ?? []
    const last = ofAgent.at(-1)
    if (last === undefined || last.memories.length === MOST_MEMORIES || last.versions + version > MOST_VERSIONS)
      ofAgent.push({ agentRowId, memories: [memory], versions: version })
    else {
      last.memories.push(memory)
      last.versions += version
    }
    batches.set(agentRowId, ofAgent)
  }
  return [...batches.values()].flat()
}
