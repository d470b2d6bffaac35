import type { IndexRow, IndexStart } from '../../db/index-rows'
import type { ChosenMemories, MemoryVersion } from '../../db/recall-choice'
import { type AgentIndex, addMemory, createAgentIndex, type IndexedMemory, removeMemory, type WeightedTerm } from './agent-index'
import { readTerms, weighTerms } from './stored-terms'

/**
 * The index of an agent's memories in this process, and what is known about how current it is: it contains what all transactions before `since` did,
 * and the changes by later ones that are in `changes`. Every recall asks the database for changes from `since` on that the index does not know. A
 * transaction with a low number may end after one with a high number, which is why `since` is that of the oldest transaction that was running.
 */
export interface AgentMemories {
  index: AgentIndex
  since: bigint
  /** The agent's `deletions_kept_from` when the index was built. */
  keptFrom: string
  /** By the id of a memory the transaction that wrote or deleted it. */
  changes: Map<string, string>
  /** How often changes from the database were applied. What a statement returns may be applied only if none was since it was sent. */
  version: number
}

/** An index without memories, to which those that are read after `start` are added. */
export function createAgentMemories({ since, keptFrom }: IndexStart): AgentMemories {
  return { index: createAgentIndex(), since: BigInt(since), keptFrom, changes: new Map(), version: 0 }
}

type AddMemory = (index: AgentIndex, memory: IndexedMemory, terms: WeightedTerm[]) => void

/** Adds a memory as the database returned it. */
export function addRow({ index, since, changes }: AgentMemories, row: IndexRow, add?: AddMemory): void {
  addToIndex(index, row, add)
  if (BigInt(row.txid) >= since) changes.set(row.id, row.txid)
}

/** Adds a memory to an index, with its stored terms, or with those found in its text where another version of the analysis stored them. */
export function addToIndex(index: AgentIndex, row: IndexRow, add: AddMemory = addMemory): void {
  const { id, session_id: sessionId, seq, type, tags, confidence, created_ms: createdAt, occurred_ms: occurredAt, txid } = row
  const { terms, length } =
    row.terms === null
      ? weighTerms({ title: row.title, content: row.content ?? '', tags })
      : { terms: readTerms(row.terms), length: row.word_count }
  add(index, { id, sessionId, seq, length, type, tags, confidence, createdAt, occurredAt, txid }, terms)
}

/** Brings an index to the state that a statement found. Call it only if `version` is still the one with which the statement was sent. */
export function applyChanges(
  memories: AgentMemories,
  { since, stored, deleted, expired }: Pick<ChosenMemories, 'since' | 'stored' | 'deleted' | 'expired'>,
): void {
  memories.version++
  for (const { id, txid } of deleted) {
    removeMemory(memories.index, id)
    memories.changes.set(id, txid)
  }
  for (const id of expired) removeMemory(memories.index, id)
  for (const row of [...stored].sort((a, b) => a.seq - b.seq)) addRow(memories, row)
  setSince(memories, since)
}

/** Sets from when on changes are asked for, after a statement that listed none which the index does not know. */
export function setSince(memories: AgentMemories, sinceThen: string): void {
  const since = BigInt(sinceThen)
  if (since <= memories.since) return
  memories.since = since
  for (const [id, txid] of memories.changes) if (BigInt(txid) < since) memories.changes.delete(id)
}

/** The changes that the database need not list, because the index has them. */
export const knownChanges = ({ changes }: AgentMemories): MemoryVersion[] => [...changes].map(([id, txid]) => ({ id, txid }))

/** Postings of removed memories stay in an index. With more of them than this, and than a quarter of the memories, it is built again. */
const MOST_REMOVED = 1000

/** Whether so many memories were removed from an index that building it again is worth it. */
export const isWornOut = ({ index }: AgentMemories) => index.removed > MOST_REMOVED && index.removed > index.size / 4
