import { listLiveKeys, lockKey, revokeSecret } from '../../db/api-keys'
import { insertAudit } from '../../db/audit'
import { markTeamDeleted } from '../../db/deleted-teams'
import { withdrawInvites } from '../../db/invites'
import { deleteMembership, listMembers, lockMembership } from '../../db/memberships'
import type { Tx } from '../../db/schema'
import { endSessionsOpenedBy } from '../../db/sessions'
import { lockTeam } from '../../db/teams'
import { auditRow } from '../audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { lockOwnMembershipFor } from './membership-lock'

const REASON = 'The team was deleted.'

/**
 * Ends a team at once: its keys, tokens, sessions, invites and memberships. Its rows are destroyed afterwards, by housekeeping.
 * `typed` must be its name.
 */
export async function deleteTeam(viewer: Viewer, typed: string): Promise<{ name: string }> {
  requireCapability(viewer, 'team:own')
  return idempotentTransaction(viewer, 'delete team', {}, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'team:own')
    const team = await lockTeam(tx, viewer.teamId)
    if (typed.trim() !== team.name) fail('invalid_request', `The name doesn't match. Type ${team.name} to confirm.`)
    await revokeKeys(tx, viewer)
    await removeMembers(tx, viewer)
    await withdrawInvites(tx, team.id, {})
    await insertAudit(tx, auditRow(viewer, 'team.deleted', { kind: 'team', id: team.id, name: team.name }, {}))
    await markTeamDeleted(tx, team.id)
    return { name: team.name }
  })
}

/** Whoever opened a session is a key or a person of the team: with them all sessions end. */
async function revokeKeys(tx: Tx, viewer: Viewer): Promise<void> {
  for (const id of await listLiveKeys(tx, viewer.teamId)) {
    const key = await lockKey(tx, viewer.teamId, id)
    if (key) await revokeSecret(tx, key, viewer.actor.name, REASON)
    await endSessionsOpenedBy(tx, viewer.teamId, id, endingBy(viewer))
  }
}

async function removeMembers(tx: Tx, viewer: Viewer): Promise<void> {
  for (const { id } of await listMembers(tx, viewer.teamId)) {
    await lockMembership(tx, viewer.teamId, id)
    await endSessionsOpenedBy(tx, viewer.teamId, id, endingBy(viewer))
    await deleteMembership(tx, viewer.teamId, id)
  }
}

const endingBy = ({ actor, notes }: Viewer) => ({ reason: 'revoked', by: actor, note: REASON, address: notes.address }) as const
