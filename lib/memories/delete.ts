import { addToMemoryCount, readGraceDays, writeVersion } from '../../db/memory-changes'
import type { Memory } from '../../db/schema'
import { requireNoHold } from '../agents/legal-hold'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { addHours } from '../time'
import type { ChangedMemory } from './change'
import { type ChangeInput, describeMemory, lockToChange, memoryTarget, versionAuthor } from './one-memory'
import { purgeMemories } from './purge'
import { screenReason } from './screen-reason'

/** A memory that was deleted. Of one that was purged the texts are empty. */
export interface DeletedMemory extends ChangedMemory {
  /** Until when it can be restored, whatever happens to a legal hold of its agent; null when it was purged. */
  restorableUntil: Date | null
  /** It can also be restored for as long as its agent is on legal hold. */
  isOnHold: boolean
}

/**
 * Deletes a memory: it can be restored during the team's grace period, unless it is purged at once. A memory that was deleted earlier can be purged.
 * While its agent is on legal hold it is kept, whatever the grace period is.
 * @throws agent_not_found, memory_not_found, memory_changed; legal_hold when it is to be purged and its agent is on legal hold
 */
export async function deleteMemory(
  principal: Principal<'memories:write'>,
  input: ChangeInput & { purge?: boolean | undefined },
  context: RequestContext,
): Promise<DeletedMemory> {
  const { agentName, purge = false } = input
  const { reason, findings } = await screenReason(principal, input.reason)
  return idempotentTransaction(principal, context, 'delete memory', input, async (tx) => {
    const { agent, before } = await lockToChange(tx, principal, input, { isCounted: true, alsoDeleted: purge })
    if (purge) requireNoHold(agent)
    const graceDays = purge ? 0 : await readGraceDays(tx, principal.teamId)
    const description = { target: memoryTarget(agent, before), before: describeMemory(agent, before) }
    if (purge || (graceDays === 0 && !agent.legal_hold)) {
      await purgeMemories(tx, agent, [before])
      await recordEvent(tx, principal, context, { kind: 'memory.purged', ...description })
      return { memory: { ...withoutTexts(before), status: 'deleted' }, agentName, restorableUntil: null, isOnHold: false, findings: [] }
    }
    await addToMemoryCount(tx, agent, -1)
    const memory = await writeVersion(tx, agent, before.id, { status: 'deleted' }, versionAuthor(principal, context, reason))
    await recordEvent(tx, principal, context, { kind: 'memory.deleted', ...description })
    const restorableUntil = addHours(memory.updated_at, 24 * graceDays)
    return { memory, agentName, findings, restorableUntil, isOnHold: agent.legal_hold }
  })
}

/** With an Idempotency-Key the result is stored, and what was purged must be gone. */
const withoutTexts = (memory: Memory): Memory => ({ ...memory, title: null, content: '', tags: [], source: '', reason: null })
