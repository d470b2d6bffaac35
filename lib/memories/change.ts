import { type MemoryChanges, writeVersion } from '../../db/memory-changes'
import { findRedactionPolicy } from '../../db/teams'
import { dbFor, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { storedTerms } from '../recall/stored-terms'
import type { Finding } from '../redaction/scan-memory'
import { screenMemory } from '../redaction/screen-memory'
import { addHours } from '../time'
import { type Expiry, requireOneExpiry } from './expiry'
import {
  type ChangeInput,
  describeMemory,
  isUnchangedBy,
  lockToChange,
  type MemoryOfAgent,
  memoryTarget,
  versionAuthor,
} from './one-memory'

type FieldChanges = Omit<MemoryChanges, 'occurred_at' | 'expires_at' | 'superseded_by' | 'status' | 'trust'>

/** A changed memory, and what was found in the changed texts. */
export interface ChangedMemory extends MemoryOfAgent {
  findings: Finding[]
}

/**
 * Changes fields of a memory; those that are left out stay as they are. The version before the change is kept. What changes nothing makes no version.
 * @throws agent_not_found, memory_not_found, memory_changed, secret_in_memory
 */
export async function changeMemory(
  principal: Principal<'memories:write'>,
  input: ChangeInput & FieldChanges & Expiry & { occurredAt?: Date | null | undefined },
  context: RequestContext,
): Promise<ChangedMemory> {
  const { agentName, memoryId: _memoryId, version: _version, occurredAt, expiresAt, ttlHours, ...others } = input
  requireOneExpiry(input)
  const { memory: screened, findings, refusal } = await screenMemory(others, () => findRedactionPolicy(dbFor(principal), principal.teamId))
  if (refusal) throw refusal
  const { reason, ...fields } = screened
  return idempotentTransaction(principal, context, 'change memory', input, async (tx) => {
    const { agent, before } = await lockToChange(tx, principal, input)
    const expiry = ttlHours === undefined ? expiresAt : addHours(before.now, ttlHours)
    const changes: MemoryChanges = {
      ...fields,
      ...(occurredAt !== undefined && { occurred_at: occurredAt }),
      ...(expiry !== undefined && { expires_at: expiry }),
      ...(expiry !== undefined && before.status === 'expired' && { status: 'active' }),
    }
    if (isUnchangedBy(before, changes)) return { memory: before, agentName, findings }
    const terms = storedTerms({ ...before, ...changes })
    const memory = await writeVersion(tx, agent, before.id, changes, versionAuthor(principal, context, reason), terms)
    await recordEvent(tx, principal, context, {
      kind: 'memory.changed',
      target: memoryTarget(agent, memory),
      before: describeMemory(agent, before),
      after: { ...describeMemory(agent, memory), content_changed: before.content !== memory.content },
    })
    return { memory, agentName, findings }
  })
}
