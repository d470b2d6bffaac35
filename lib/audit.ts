import type { NewAuditRow } from '../db/audit'
import type { Caller } from './auth/caller'

export interface AuditTarget {
  kind: string
  id: string
  name: string
}

/** Who did what to what, from where, and what stood before and after. Never give it a secret. */
export function auditRow(
  caller: Pick<Caller, 'teamId' | 'actor' | 'notes'>,
  action: string,
  target: AuditTarget,
  change: { before?: object; after?: object } = {},
): NewAuditRow {
  const { teamId, actor, notes } = caller
  return {
    team_id: teamId,
    by_kind: actor.kind,
    by_id: actor.id,
    by_name: actor.name,
    action,
    target_kind: target.kind,
    target_id: target.id,
    target_name: target.name,
    address: notes.address,
    request_id: notes.requestId,
    before: change.before ? JSON.stringify(change.before) : null,
    after: change.after ? JSON.stringify(change.after) : null,
  }
}
