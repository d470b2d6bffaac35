import type { RedactionPolicy } from '../../db/constants'
import type { Team } from '../../db/schema'
import { findTeam, lockTeam, updateTeam } from '../../db/teams'
import { dbFor, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { changedFields } from './changed-fields'

/** The rules of a team for its memories, under the names of their columns. */
export interface MemoryPolicy {
  redaction: RedactionPolicy
}

/** The rules of the caller's team for its memories. */
export async function readMemoryPolicy(principal: Principal<'memories:read'>): Promise<MemoryPolicy> {
  return memoryPolicyOf(await findTeam(dbFor(principal), principal.teamId))
}

/** Changes rules of the caller's team for its memories; those that are left out stay as they are. @throws agent_not_allowed for a limited key */
export async function changeMemoryPolicy(
  principal: Principal<'memories:admin'>,
  { redaction }: { redaction?: RedactionPolicy | undefined },
  context: RequestContext,
): Promise<MemoryPolicy> {
  if (principal.agentRowIds !== null)
    fail('agent_not_allowed', 'This API key is limited to certain agents and cannot change rules for all agents of the team.')
  const changes: Partial<MemoryPolicy> = { ...(redaction !== undefined && { redaction }) }
  return idempotentTransaction(principal, context, 'change memory policy', changes, async (tx) => {
    const team = await lockTeam(tx, principal.teamId)
    const before = memoryPolicyOf(team)
    const after = { ...before, ...changes }
    const change = changedFields(before, after)
    if (change === undefined) return before
    await updateTeam(tx, team.id, after)
    await recordEvent(tx, principal, context, { kind: 'team.changed', target: { kind: 'team', id: team.id, name: team.name }, ...change })
    return after
  })
}

const memoryPolicyOf = ({ redaction }: Team): MemoryPolicy => ({ redaction })
