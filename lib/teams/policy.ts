import type { Team } from '../../db/schema'
import { findTeam, lockTeam, updateTeam } from '../../db/teams'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { failField } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { db } from '../process'
import { changedFields } from './changed-fields'
import type { Policy, PolicyInput } from './policy-input'
import { requireSeen } from './require-seen'

/** The settings of the viewer's team. */
export async function readPolicy(viewer: CapableViewer<'policy:manage'>): Promise<Policy> {
  return policyOf(await findTeam(db(), viewer.teamId))
}

/**
 * Changes the team's name and settings. Running sessions keep their expiry; the next activation or extension uses the new settings.
 * @throws invalid_request, also when they differ from those that the caller has seen; insufficient_scope, also when the viewer has lost the role meanwhile
 */
export async function changePolicy(viewer: CapableViewer<'policy:manage'>, input: PolicyInput, context: RequestContext): Promise<Policy> {
  const policy = toColumns(input)
  if (policy.life_cap_hours < policy.default_hours) failField('life_cap_hours', 'must not be less than the default session length')
  return idempotentTransaction(viewer, context, 'change policy', policy, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'policy:manage')
    const before = policyOf(await lockTeam(tx, viewer.teamId))
    if (changedFields(before, policy) === undefined) return before
    requireSeen(input.seen, before)
    const team = await updateTeam(tx, viewer.teamId, policy)
    const after = policyOf(team)
    const change = changedFields(before, after)
    await recordEvent(tx, viewer, context, { kind: 'team.changed', target: { kind: 'team', id: team.id, name: team.name }, ...change })
    return after
  })
}

function toColumns(input: PolicyInput): Policy {
  return {
    name: input.name,
    default_hours: input.defaultHours,
    life_cap_hours: input.lifeCapHours,
    renewal_grace_hours: input.renewalGraceHours,
    renew_on_use: input.renewOnUse,
    events_kept_days: input.eventsKeptDays,
    requests_kept_days: input.requestsKeptDays,
    key_max_days: input.keyMaxDays,
  }
}

function policyOf({ name, default_hours, life_cap_hours, renewal_grace_hours, renew_on_use, events_kept_days, ...team }: Team): Policy {
  const { requests_kept_days, key_max_days } = team
  return {
    ...{ name, default_hours, life_cap_hours, renewal_grace_hours, renew_on_use, events_kept_days },
    ...{ requests_kept_days, key_max_days },
  }
}
