import { isDeepStrictEqual } from 'node:util'
import type { MemoryType, RedactionPolicy } from '../../db/constants'
import { countTooOld } from '../../db/memory-retention'
import type { Retention, Team, Tx } from '../../db/schema'
import { findTeam, lockTeam, updateTeam } from '../../db/teams'
import { lockOwnMembershipWithScope } from '../auth/own-membership'
import { dbFor, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { changedFields } from './changed-fields'
import { requireSeen } from './require-seen'

/** The rules of a team for its memories, under the names of their columns. */
export interface MemoryPolicy {
  redaction: RedactionPolicy
  retention: Retention
  deletion_grace_days: number
}

/** How many memories of each type would expire at once; types without any are left out. */
export type ExpiringCounts = Partial<Record<MemoryType, number>>

/** The rules after a change, or those that a dry run tried. */
export interface ChangedMemoryPolicy extends MemoryPolicy {
  /** What would expire, when nothing was changed: in a dry run, and where it is not what was expected. */
  wouldExpire?: ExpiringCounts
}

export interface MemoryPolicyInput {
  redaction?: RedactionPolicy | undefined
  /** Types that are left out stay as they are; null stands for ever. */
  retention?: Partial<Record<MemoryType, number | null>> | undefined
  deletionGraceDays?: number | undefined
  dryRun?: boolean | undefined
  /** The rules that the form of the caller showed, by `policyVersion`. */
  seen?: string | undefined
  /** What the caller knows to expire at once. A change of the retention by which something else would is not made, as in a dry run. */
  expected?: ExpiringCounts | undefined
}

/** The rules of the caller's team for its memories. */
export async function readMemoryPolicy(principal: Principal<'memories:read'>): Promise<MemoryPolicy> {
  return memoryPolicyOf(await findTeam(dbFor(principal), principal.teamId))
}

/**
 * Changes rules of the caller's team for its memories; those that are left out stay as they are. A dry run changes nothing, and counts what would expire.
 * @throws agent_not_allowed for a limited key, invalid_request when the rules differ from those that the caller has seen, insufficient_scope when a viewer has
 * lost the role meanwhile
 */
export async function changeMemoryPolicy(
  principal: Principal<'memories:admin'>,
  input: MemoryPolicyInput,
  context: RequestContext,
): Promise<ChangedMemoryPolicy> {
  if (principal.agentRowIds !== null)
    fail('agent_not_allowed', 'This API key is limited to certain agents and cannot change rules for all agents of the team.')
  return idempotentTransaction(principal, context, 'change memory policy', input, async (tx) => {
    await lockOwnMembershipWithScope(tx, principal, 'memories:admin')
    const team = await lockTeam(tx, principal.teamId)
    const before = memoryPolicyOf(team)
    const after = changed(before, input)
    if (input.dryRun) return { ...after, wouldExpire: await countExpiring(tx, team.id, after.retention) }
    const change = changedFields(before, after)
    if (change === undefined) return before
    if (input.seen !== undefined) requireSeen(input.seen, before)
    if (input.expected !== undefined && change.after.retention !== undefined) {
      const wouldExpire = await countExpiring(tx, team.id, after.retention)
      if (!isDeepStrictEqual(wouldExpire, input.expected)) return { ...after, wouldExpire }
    }
    // Maintenance looks for memories that are too old with its next run.
    await updateTeam(tx, team.id, { ...after, retention: JSON.stringify(after.retention), retention_checked_at: null })
    await recordEvent(tx, principal, context, { kind: 'team.changed', target: { kind: 'team', id: team.id, name: team.name }, ...change })
    return after
  })
}

async function countExpiring(tx: Tx, teamId: string, retention: Retention): Promise<ExpiringCounts> {
  const counts = await countTooOld(tx, teamId, retention)
  return Object.fromEntries(counts.map(({ type, count }) => [type, count]))
}

const changed = (before: MemoryPolicy, { redaction, retention, deletionGraceDays }: MemoryPolicyInput): MemoryPolicy => ({
  redaction: redaction ?? before.redaction,
  retention: withoutNulls({ ...before.retention, ...retention }),
  deletion_grace_days: deletionGraceDays ?? before.deletion_grace_days,
})

const withoutNulls = (retention: Partial<Record<MemoryType, number | null>>): Retention =>
  Object.fromEntries(Object.entries(retention).filter(([, days]) => days !== null))

const memoryPolicyOf = ({ redaction, retention, deletion_grace_days }: Team): MemoryPolicy => ({
  redaction,
  retention,
  deletion_grace_days,
})
