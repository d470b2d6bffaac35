import { type MemoryChanges, writeVersion } from '../../db/memory-changes'
import type { Memory } from '../../db/schema'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import type { ChangedMemory } from './change'
import { type ChangeInput, describeMemory, lockToChange, memoryTarget } from './one-memory'
import { screenReason } from './screen-reason'

/** What an approval changes in a memory; undefined when it is trusted already. */
export const approvingChanges = ({ trust }: Memory): MemoryChanges | undefined => (trust === 'trusted' ? undefined : { trust: 'trusted' })

/**
 * Makes a memory trusted, as a new version: from then on it is recalled. One that is trusted stays as it is.
 * @throws agent_not_found, memory_not_found, memory_changed, secret_in_memory
 */
export async function approveMemory(
  principal: Principal<'memories:admin'>,
  input: ChangeInput,
  context: RequestContext,
): Promise<ChangedMemory> {
  const { agentName } = input
  const { reason, findings } = await screenReason(principal, input.reason)
  return idempotentTransaction(principal, context, 'approve memory', input, async (tx) => {
    const { agent, before } = await lockToChange(tx, principal, input)
    const changes = approvingChanges(before)
    if (changes === undefined) return { memory: before, agentName, findings: [] }
    const author = { ...principal.issuedTo, client: context.client ?? '', sessionId: null, reason: reason ?? null }
    const memory = await writeVersion(tx, agent, before.id, changes, author)
    await recordEvent(tx, principal, context, {
      kind: 'memory.approved',
      target: memoryTarget(agent, memory),
      before: describeMemory(agent, before),
      after: describeMemory(agent, memory),
    })
    return { memory, agentName, findings }
  })
}
