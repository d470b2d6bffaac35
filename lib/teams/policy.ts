import { insertAudit } from '../../db/audit'
import type { Team } from '../../db/schema'
import { findTeam, lockTeam, updateTeam } from '../../db/teams'
import { auditRow } from '../audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { failField } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { db } from '../process'
import type { PolicyInput } from './policy-input'

export async function readPolicy(viewer: Viewer): Promise<Team> {
  requireCapability(viewer, 'policy:manage')
  return findTeam(db(), viewer.teamId)
}

/** Changes the team's name and policy. Sessions that run keep their expiry; the next activation or extension follows the new one. */
export async function changePolicy(viewer: Viewer, input: PolicyInput): Promise<Team> {
  requireCapability(viewer, 'policy:manage')
  if (input.life_cap_hours < input.default_hours) failField('life_cap_hours', 'must not be less than the default session length')
  return idempotentTransaction(viewer, 'change policy', input, async (tx) => {
    const before = await lockTeam(tx, viewer.teamId)
    const changed = changedFields(before, input)
    if (changed.length === 0) return before
    const after = await updateTeam(tx, viewer.teamId, input)
    const change = { before: only(before, changed), after: only(after, changed) }
    await insertAudit(tx, auditRow(viewer, 'team.changed', { kind: 'team', id: after.id, name: after.name }, change))
    return after
  })
}

const changedFields = (before: Team, input: PolicyInput) =>
  (Object.keys(input) as (keyof PolicyInput)[]).filter((field) => before[field] !== input[field])

const only = (team: Team, fields: (keyof PolicyInput)[]) => Object.fromEntries(fields.map((field) => [field, team[field]]))

/** What the settings page shows. */
export function presentPolicy(team: Team): PolicyInput {
  const { name, default_hours, life_cap_hours, renewal_grace_hours, renew_on_use, events_kept_days } = team
  return { name, default_hours, life_cap_hours, renewal_grace_hours, renew_on_use, events_kept_days }
}
