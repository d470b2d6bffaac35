import type { MemoryStatus } from './constants'
import type { IndexRow, IndexStart } from './index-rows'
import type { Memory } from './schema'

/** A version of a memory: the memory, and the transaction that wrote it. */
export interface MemoryVersion {
  id: string
  txid: string
}

/** The memories that an index chose, and what the index knows. */
export interface Choice extends IndexStart {
  /** Best first. */
  chosen: MemoryVersion[]
  /** Changes by transactions from `since` on that are in the index: memories that were stored, changed or deleted. */
  known: MemoryVersion[]
  /** Whether the index must be as the statement finds the memories; else only those that were chosen must be. */
  mustBeCurrent: boolean
  /** The version of the analysis whose terms are wanted for the memories that changed. */
  analysis: number
  /** Of which status the chosen memories must be. An index has active ones only. */
  statuses: readonly MemoryStatus[]
}

/** The `since` of an index that knows nothing yet: all memories are changes. */
export const NOTHING_KNOWN: IndexStart = { since: '0', keptFrom: '' }
/** The `since` of an index that is not kept: no memory is a change. */
export const NOT_KEPT: IndexStart = { since: '18446744073709551615', keptFrom: '' }

/** What the choice led to. */
export interface ChosenMemories<Chosen extends Memory = Memory> extends IndexStart {
  /** Whether the choice was right, and the memories are the answer. Otherwise nothing was counted. */
  isAnswer: boolean
  /** In the order in which they were chosen. */
  memories: Chosen[]
  /** Whether deletions since the index was compared are all known, and no transaction before it is to come. Otherwise it must be built again. */
  isIndexValid: boolean
  /** How many changes the index does not know. */
  changeCount: number
  /** These changes, unless the choice is the answer or there are more than MOST_CHANGES. */
  stored: IndexRow[]
  deleted: MemoryVersion[]
  /** Memories that have expired, which the index may not know, unless the choice is the answer; at most MOST_CHANGES. */
  expired: string[]
}

/** An index with more changes than this is built again, and an agent with more memories is not searched in an index built by the request. */
export const MOST_CHANGES = 2000
