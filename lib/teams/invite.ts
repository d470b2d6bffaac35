import { type Invite, type InviteView, insertInvite, listOpenInvites, withdrawInvites } from '../../db/invites'
import { listMembers } from '../../db/memberships'
import type { Role } from '../../db/schema'
import { readClock } from '../../db/teams'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { fail, failField } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { newOneTimeToken } from '../one-time-token'
import { db } from '../process'
import { addHours } from '../time'
import { isAbove, withArticle } from './rules'

const INVITE_HOURS = 7 * 24

interface NewInvite {
  email: string
  role: Role
}

/**
 * Creates an invite for an e-mail, never to a role above the viewer's own, and returns its token: only the token's hash is stored. An
 * earlier invite of the same e-mail is withdrawn.
 * @throws insufficient_scope, invalid_request for a member of the team
 */
export async function createInvite(
  viewer: CapableViewer<'people:manage'>,
  { email, role }: NewInvite,
  context: RequestContext,
): Promise<{ invite: Invite; token: string }> {
  const { token, hash } = newOneTimeToken()
  const invite = await idempotentTransaction(viewer, context, 'invite', { email, role }, async (tx) => {
    const own = await lockOwnMembershipFor(tx, viewer, 'people:manage')
    if (isAbove(role, own)) fail('insufficient_scope', `Your role (${own}) cannot invite ${withArticle(role)}.`)
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
    const after = { email, role, expires_at: expiresAt }
    await recordEvent(tx, viewer, context, { kind: 'invite.made', target: inviteTarget(row), after })
    return row
  })
  return { invite, token }
}

/** Withdraws an invite: its link no longer works. @throws not_found when it is no longer pending */
export async function withdrawInvite(
  viewer: CapableViewer<'people:manage'>,
  { inviteId: id }: { inviteId: string },
  context: RequestContext,
): Promise<void> {
  await idempotentTransaction(viewer, context, 'withdraw invite', { id }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'people:manage')
    const [withdrawn] = await withdrawInvites(tx, viewer.teamId, { id })
    if (withdrawn === undefined) fail('not_found', 'This invite is no longer pending. It may have just been accepted.')
    const before = { role: withdrawn.role }
    await recordEvent(tx, viewer, context, { kind: 'invite.withdrawn', target: inviteTarget(withdrawn), before })
    return {}
  })
}

/** The invites of the viewer's team that can still be accepted, latest first. */
export async function readOpenInvites(viewer: CapableViewer<'people:manage'>): Promise<InviteView[]> {
  return listOpenInvites(db(), viewer.teamId)
}

const inviteTarget = ({ id, email }: Invite) => ({ kind: 'invite', id, name: email })
