import { insertAudit } from '../../db/audit'
import { type Invite, type InviteView, insertInvite, listOpenInvites, withdrawInvites } from '../../db/invites'
import { listMembers } from '../../db/memberships'
import type { Role } from '../../db/schema'
import { readClock } from '../../db/teams'
import { auditRow } from '../audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { fail, failField } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { newOneTimeToken } from '../one-time'
import { db } from '../process'
import { addHours } from '../time'
import { lockOwnMembershipFor } from './membership-lock'
import { isAbove } from './rules'

const INVITE_HOURS = 7 * 24

export interface NewInvite {
  email: string
  role: Role
}

/** Invites an e-mail, never above the viewer's own role. The token is told this once; an earlier invite of the same e-mail ends. */
export async function invite(viewer: Viewer, { email, role }: NewInvite): Promise<{ invite: Invite; token: string }> {
  requireCapability(viewer, 'people:manage')
  const { token, hash } = newOneTimeToken()
  const made = await idempotentTransaction(viewer, 'invite', { email, role }, async (tx) => {
    const own = await lockOwnMembershipFor(tx, viewer, 'people:manage')
    if (isAbove(role, own)) fail('insufficient_scope', `Your role (${own}) cannot invite an ${role}.`)
    const members = await listMembers(tx, viewer.teamId)
    if (members.some((member) => member.email === email)) failField('email', 'is already a member of this team')
    await withdrawInvites(tx, viewer.teamId, { email })
    const expiresAt = addHours(await readClock(tx), INVITE_HOURS)
    const row = await insertInvite(tx, {
      team_id: viewer.teamId,
      email,
      role,
      token_hash: hash,
      invited_by: viewer.person.id,
      expires_at: expiresAt,
    })
    await insertAudit(tx, auditRow(viewer, 'invite.made', inviteTarget(row), { after: { email, role, expires_at: expiresAt } }))
    return row
  })
  return { invite: made, token }
}

export async function withdrawInvite(viewer: Viewer, id: string): Promise<void> {
  requireCapability(viewer, 'people:manage')
  await idempotentTransaction(viewer, 'withdraw invite', { id }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'people:manage')
    const [withdrawn] = await withdrawInvites(tx, viewer.teamId, { id })
    if (withdrawn === undefined) fail('not_found', 'This invite is no longer pending. It may have just been accepted.')
    await insertAudit(tx, auditRow(viewer, 'invite.withdrawn', inviteTarget(withdrawn), { before: { role: withdrawn.role } }))
    return {}
  })
}

export async function readOpenInvites(viewer: Viewer): Promise<InviteView[]> {
  requireCapability(viewer, 'people:manage')
  return listOpenInvites(db(), viewer.teamId)
}

const inviteTarget = ({ id, email }: Invite) => ({ kind: 'invite', id, name: email })
