import { writeVersion } from '../../db/memory-changes'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { type ChangeInput, describeMemory, lockToChange, type MemoryOfAgent, memoryTarget } from './one-memory'
import { screenReason } from './screen-reason'

/** Makes a memory trusted, as a new version: from then on it is recalled. @throws agent_not_found, memory_not_found, memory_changed, secret_in_memory */
export async function approveMemory(
  principal: Principal<'memories:admin'>,
  input: ChangeInput,
  context: RequestContext,
): Promise<MemoryOfAgent> {
  const { agentName } = input
  const reason = await screenReason(principal, input.reason)
  return idempotentTransaction(principal, context, 'approve memory', input, async (tx) => {
    const { agent, before } = await lockToChange(tx, principal, input)
    const author = { ...principal.issuedTo, client: context.client ?? '', sessionId: null, reason: reason ?? null }
    const memory = await writeVersion(tx, agent, before.id, { trust: 'trusted' }, author)
    await recordEvent(tx, principal, context, {
      kind: 'memory.approved',
      target: memoryTarget(agent, memory),
      before: { ...describeMemory(agent, before), trust: before.trust },
      after: { ...describeMemory(agent, memory), trust: memory.trust },
    })
    return { memory, agentName }
  })
}
