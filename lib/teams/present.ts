import type { InviteView } from '../../db/invites'
import type { Member } from '../../db/memberships'
import type { Role } from '../../db/schema'
import { rfc3339 } from '../time'
import { mayManage, rolesUpTo } from './rules'

export interface ShownMember {
  id: string
  email: string
  name: string
  role: Role
  joinedAt: string
  isYou: boolean
  /** False until the person chose a password. */
  hasPassword: boolean
  /** The roles the viewer may give this person; empty when the viewer may change nothing about them. */
  givable: Role[]
}

export function presentMember(member: Member, viewer: { role: Role; person: { id: string } }): ShownMember {
  const { id, email, name, role, joined_at, password_hash } = member
  const givable = mayManage(viewer.role, role) ? rolesUpTo(viewer.role) : []
  return {
    id,
    email,
    name: name || email,
    role,
    joinedAt: rfc3339(joined_at),
    isYou: id === viewer.person.id,
    hasPassword: password_hash !== null,
    givable,
  }
}

export interface ShownInvite {
  id: string
  email: string
  role: Role
  invitedBy: string
  expiresAt: string
}

export function presentInvite({ id, email, role, invited_by_name, expires_at }: InviteView): ShownInvite {
  return { id, email, role, invitedBy: invited_by_name ?? 'a former member', expiresAt: rfc3339(expires_at) }
}
