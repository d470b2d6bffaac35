'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/_actions/form-action'
import { requireScope } from '@/lib/auth/principal'
import { fail } from '@/lib/errors'
import { approveMemory } from '@/lib/memories/approve'
import { changeMemory } from '@/lib/memories/change'
import { deleteMemory } from '@/lib/memories/delete'
import { restoreMemory } from '@/lib/memories/restore'
import { supersedeMemory } from '@/lib/memories/supersede'
import { changeMemories } from '@/lib/memory-search/change-many'
import { paths } from '@/lib/paths'
import { changeListed } from './change-listed'
import { MEMORIES_CHANGE, MEMORY_APPROVE, MEMORY_EDIT, MEMORY_REMOVAL, MEMORY_RESTORE, MEMORY_SUPERSEDE } from './input'
import { requireConfirmation } from './require-confirmation'

/**
 * Changes a memory. Its new version is returned, and the page is rendered again in any case: a refused change has found a newer version. A time is changed only
 * if it differs from the one that was shown: setting an expiry, even to the same time, makes an expired memory active, and a page without JavaScript shows no seconds.
 */
export const edit = formAction('memories:write', MEMORY_EDIT, async (viewer, { shownExpiresAt, shownOccurredAt, ...input }, context) => {
  const changes = {
    ...input,
    reason: input.reason ?? undefined,
    expiresAt: isSameTime(input.expiresAt, shownExpiresAt) ? undefined : input.expiresAt,
    occurredAt: isSameTime(input.occurredAt, shownOccurredAt) ? undefined : input.occurredAt,
  }
  const { memory } = await changeMemory(viewer, changes, context).finally(renderAgain)
  return { version: String(memory.version) }
})

/** Deletes a memory or, for Undo, gives it back the status that it had before. */
export const remove = formAction('memories:write', MEMORY_REMOVAL, async (viewer, { act, confirm, ...input }, context) => {
  if (act === 'restore') {
    const undo = { act, ids: [input.memoryId], tags: [], dryRun: false, isUndo: true }
    const { outcomes } = await changeMemories(viewer, undo, context).finally(renderAgain)
    const outcome = outcomes[0]?.outcome
    if (outcome === 'unchanged') fail('memory_changed', 'The memory is not deleted any more. Nothing was changed.')
    if (outcome !== 'changed') fail('memory_not_found', 'The memory was permanently removed meanwhile and cannot be restored.')
    return { words: 'Memory restored.' }
  }
  await requireConfirmation(requireScope(viewer, 'memories:read'), confirm)
  const { restorableUntil } = await deleteMemory(viewer, input, context).finally(renderAgain)
  if (restorableUntil === null) return { words: 'Memory permanently deleted.' }
  return { words: 'Memory deleted.', undo: { act: 'restore', agent_id: input.agentName, memory_id: input.memoryId } }
})

/** Makes a memory active again, or gives it back the text and fields of an earlier version. */
export const restore = formAction('memories:write', MEMORY_RESTORE, async (viewer, input, context) => {
  await restoreMemory(viewer, input, context).finally(renderAgain)
  return input.toVersion === undefined ? 'Memory restored.' : `Version ${input.toVersion} restored.`
})

/** Marks a memory as superseded. */
export const supersede = formAction('memories:write', MEMORY_SUPERSEDE, async (viewer, input, context) => {
  await supersedeMemory(viewer, input, context).finally(renderAgain)
  return 'Memory marked as superseded.'
})

/** Makes a memory trusted. */
export const approve = formAction('memories:admin', MEMORY_APPROVE, async (viewer, input, context) => {
  await approveMemory(viewer, input, context).finally(renderAgain)
  return 'Memory approved.'
})

/** Changes the selected memories of the list, or all that match its filters. */
export const changeMany = formAction('memories:write', MEMORIES_CHANGE, async (viewer, input, context) =>
  changeListed(viewer, input, context).finally(renderAgain),
)

/** Two empty fields are the same, too. */
const isSameTime = (one: Date | null | undefined, other: Date | null | undefined) => one?.getTime() === other?.getTime()

function renderAgain(): void {
  revalidatePath(paths.memories)
}
