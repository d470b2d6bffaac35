import { type MemoryChanges, writeVersion } from '../../db/memory-changes'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { storedTerms } from '../recall/stored-terms'
import { addHours } from '../time'
import { type Expiry, requireOneExpiry } from './expiry'
import { type ChangeInput, describeMemory, lockToChange, type MemoryOfAgent, memoryTarget, versionAuthor } from './one-memory'

type FieldChanges = Omit<MemoryChanges, 'occurred_at' | 'expires_at' | 'superseded_by' | 'status' | 'trust'>

/** Changes fields of a memory; those that are left out stay as they are. The version before the change is kept. @throws agent_not_found, memory_not_found, memory_changed */
export async function changeMemory(
  principal: Principal<'memories:write'>,
  input: ChangeInput & FieldChanges & Expiry & { occurredAt?: Date | null | undefined },
  context: RequestContext,
): Promise<MemoryOfAgent> {
  const { agentName, memoryId: _memoryId, version: _version, reason, occurredAt, expiresAt, ttlHours, ...fields } = input
  requireOneExpiry(input)
  return idempotentTransaction(principal, context, 'change memory', input, async (tx) => {
    const { agent, before } = await lockToChange(tx, principal, input)
    const expiry = ttlHours === undefined ? expiresAt : addHours(before.now, ttlHours)
    const changes: MemoryChanges = {
      ...fields,
      ...(occurredAt !== undefined && { occurred_at: occurredAt }),
      ...(expiry !== undefined && { expires_at: expiry }),
      ...(expiry !== undefined && before.status === 'expired' && { status: 'active' }),
    }
    const terms = storedTerms({ ...before, ...changes })
    const memory = await writeVersion(tx, agent, before.id, changes, versionAuthor(principal, context, reason), terms)
    await recordEvent(tx, principal, context, {
      kind: 'memory.changed',
      target: memoryTarget(agent, memory),
      before: describeMemory(agent, before),
      after: { ...describeMemory(agent, memory), content_changed: before.content !== memory.content },
    })
    return { memory, agentName }
  })
}
