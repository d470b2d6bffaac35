import { z } from 'zod'
import { tagList, text, time } from '@/lib/input/fields'
import { changes, parameters } from '@/lib/input/parameters'
import { MEMORY_APPROVAL, MEMORY_CHANGES, MEMORY_RESTORATION, MEMORY_SUPERSESSION, memoryId, reason, type } from '@/lib/memories/input'
import { ACTS } from '@/lib/memory-search/acts'
import { MEMORY_FILTERS } from './search'

const memory = { agent_id: text(64), memory_id: text(80) }

/** The form that edits a memory, with the times that it showed at first. */
export const MEMORY_EDIT = changes({
  ...memory,
  ...MEMORY_CHANGES.schema.shape,
  reason: reason.nullable().optional(),
  shown_expires_at: time().nullable().optional(),
  shown_occurred_at: time().nullable().optional(),
})

/** The form that deletes a memory or, for Undo, gives it back the status that it had before. */
export const MEMORY_REMOVAL = parameters({
  ...memory,
  act: z.enum(['delete', 'restore']).default('delete'),
  confirm: text(20).optional(),
  ...MEMORY_APPROVAL.schema.shape,
})

/** The form that makes a memory active again or gives it back an earlier version. */
export const MEMORY_RESTORE = parameters({ ...memory, ...MEMORY_RESTORATION.schema.shape })

/** The form that marks a memory as superseded. */
export const MEMORY_SUPERSEDE = parameters({ ...memory, ...MEMORY_SUPERSESSION.schema.shape })

/** The form that approves a memory. */
export const MEMORY_APPROVE = parameters({ ...memory, ...MEMORY_APPROVAL.schema.shape })

/**
 * The form that changes the selected memories of a list, or all that match its filters and were there when the list was shown. A filter that is not valid is
 * refused: leaving it out would change more memories.
 */
export const MEMORIES_CHANGE = parameters({
  ...MEMORY_FILTERS,
  scope: z.enum(['selected', 'matching']).default('selected'),
  memory_id: z.array(memoryId).default([]),
  seen_at: time().optional(),
  act: z.enum(ACTS),
  new_tags: tagList.default([]),
  new_type: type.optional(),
  reason: reason.optional(),
  confirm: text(20).optional(),
})
