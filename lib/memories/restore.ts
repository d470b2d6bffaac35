import { addToMemoryCount, type MemoryChanges, writeVersion } from '../../db/memory-changes'
import { findVersion } from '../../db/memory-versions'
import type { AgentKey, Memory, Tx } from '../../db/schema'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { failField } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { storedTerms } from '../recall/stored-terms'
import type { ChangedMemory } from './change'
import { type ChangeInput, describeMemory, isUnchangedBy, lockToChange, memoryTarget, versionAuthor } from './one-memory'
import { screenReason } from './screen-reason'

/**
 * Makes a memory that was deleted, superseded or has expired active again, or gives it back the text and fields of an earlier version; both as a new
 * version. @throws agent_not_found, memory_not_found, memory_changed
 */
export async function restoreMemory(
  principal: Principal<'memories:write'>,
  input: ChangeInput & { toVersion?: number | undefined },
  context: RequestContext,
): Promise<ChangedMemory> {
  const { agentName, toVersion } = input
  const { reason, findings } = await screenReason(principal, input.reason)
  return idempotentTransaction(principal, context, 'restore memory', input, async (tx) => {
    const { agent, before } = await lockToChange(tx, principal, input, { isCounted: true, alsoDeleted: true })
    if (toVersion === undefined && before.status === 'active') failField('to_version', 'is required, because the memory is active')
    const earlier = await versionToRestore(tx, agent, before, toVersion)
    if (earlier === undefined) failField('to_version', `must be a version of this memory, at most ${before.version}`)
    const changes = restoringChanges(earlier, before)
    if (isUnchangedBy(before, changes)) return { memory: before, agentName, findings }
    if (before.status === 'deleted') await addToMemoryCount(tx, agent, 1)
    const memory = await writeVersion(
      tx,
      agent,
      before.id,
      changes,
      versionAuthor(principal, context, reason),
      storedTerms({ ...before, ...changes }),
    )
    await recordEvent(tx, principal, context, {
      kind: 'memory.restored',
      target: memoryTarget(agent, memory),
      before: describeMemory(agent, before),
      after: { ...describeMemory(agent, memory), to_version: earlier.version },
    })
    return { memory, agentName, findings }
  })
}

/** The version whose text and fields are restored: the present one unless an earlier one is named. A later one, of whatever number, does not exist. */
async function versionToRestore(tx: Tx, agent: AgentKey, before: Memory, toVersion = before.version): Promise<Memory | undefined> {
  if (toVersion >= before.version) return toVersion === before.version ? before : undefined
  return findVersion(tx, agent, before.id, toVersion)
}

/** What gives a memory the text and fields of a version, which may be its present one, and makes it active. */
export function restoringChanges(
  { type, title, content, confidence, tags, source, provenance, occurred_at }: Memory,
  before: Memory & { now: Date },
): MemoryChanges {
  const fields = { type, title, content, confidence, tags, source, provenance, occurred_at }
  // An expiry that has passed would end it at once again.
  const hasExpired = before.status === 'expired' || (before.expires_at !== null && before.expires_at <= before.now)
  return { ...fields, status: 'active', superseded_by: null, ...(hasExpired && { expires_at: null }) }
}
