import type { Team } from '../../db/schema'
import { findTeam, lockTeam, updateTeam } from '../../db/teams'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { failField } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { db } from '../process'
import { changedFields } from './changed-fields'
import type { Policy, PolicyInput } from './policy-input'

/** The settings of the viewer's team. */
export async function readPolicy(viewer: CapableViewer<'policy:manage'>): Promise<Policy> {
  return policyOf(await findTeam(db(), viewer.teamId))
}

/**
 * Changes the team's name and settings. Running sessions keep their expiry; the next activation or extension uses the new settings.
 * @throws invalid_request
 */
export async function changePolicy(viewer: CapableViewer<'policy:manage'>, input: PolicyInput, context: RequestContext): Promise<Policy> {
  const policy = toColumns(input)
  if (policy.life_cap_hours < policy.default_hours) failField('life_cap_hours', 'must not be less than the default session length')
  return idempotentTransaction(viewer, context, 'change policy', policy, async (tx) => {
    const before = policyOf(await lockTeam(tx, viewer.teamId))
    if (changedFields(before, policy) === undefined) return before
    const team = await updateTeam(tx, viewer.teamId, policy)
    const after = policyOf(team)
    const change = changedFields(before, after)
    await recordEvent(tx, viewer, context, { kind: 'team.changed', target: { kind: 'team', id: team.id, name: team.name }, ...change })
    return after
  })
}

function toColumns({ name, defaultHours, lifeCapHours, renewalGraceHours, renewOnUse, eventsKeptDays }: PolicyInput): Policy {
  return {
    name,
    default_hours: defaultHours,
    life_cap_hours: lifeCapHours,
    renewal_grace_hours: renewalGraceHours,
    renew_on_use: renewOnUse,
    events_kept_days: eventsKeptDays,
  }
}

function policyOf({ name, default_hours, life_cap_hours, renewal_grace_hours, renew_on_use, events_kept_days }: Team): Policy {
  return { name, default_hours, life_cap_hours, renewal_grace_hours, renew_on_use, events_kept_days }
}
