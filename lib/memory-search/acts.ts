import type { MemoryType } from '../../db/constants'
import type { MemoryChanges } from '../../db/memory-changes'
import type { Memory } from '../../db/schema'
import { MOST_TAGS } from '../input/fields'
import { approvingChanges } from '../memories/approve'
import { restoringChanges } from '../memories/restore'

/** What can be done with many memories at once. */
export const ACTS = ['add_tags', 'remove_tags', 'retype', 'delete', 'restore', 'approve'] as const
type MemoryAct = (typeof ACTS)[number]

export interface ActInput {
  act: MemoryAct
  tags: string[]
  type?: MemoryType | undefined
  /** With `restore`: deleted memories get back the status that they had before, which may not be active; others stay as they are. */
  isUndo?: boolean
}

/** What becomes of a memory: its changes, or why it has none. */
type Outcome = MemoryChanges | 'unchanged' | 'not_found' | 'too_many_tags'

/**
 * What an act changes in a memory, whose version before the present one is `earlier`. A deleted memory is not found, except by what deletes and restores.
 */
export function changesOf({ act, tags, type, isUndo }: ActInput, memory: Memory & { now: Date }, earlier?: Memory): Outcome {
  if (isUndo) return memory.status === 'deleted' ? statusOf(earlier) : 'unchanged'
  if (act === 'delete') return memory.status === 'deleted' ? 'unchanged' : { status: 'deleted' }
  if (act === 'restore') return memory.status === 'active' ? 'unchanged' : restoringChanges(memory, memory)
  if (memory.status === 'deleted') return 'not_found'
  if (act === 'approve') return approvingChanges(memory) ?? 'unchanged'
  if (act === 'retype') return type === undefined || type === memory.type ? 'unchanged' : { type }
  return changedTags(
    memory,
    act === 'add_tags' ? [...new Set([...memory.tags, ...tags])] : memory.tags.filter((tag) => !tags.includes(tag)),
  )
}

/** A deletion changes nothing but the status, so the rest is as it was. */
const statusOf = (earlier: Memory | undefined): Outcome =>
  earlier === undefined ? 'not_found' : { status: earlier.status, status_at: earlier.status_at }

function changedTags(memory: Memory, tags: string[]): Outcome {
  if (tags.length === memory.tags.length) return 'unchanged'
  return tags.length > MOST_TAGS ? 'too_many_tags' : { tags }
}
