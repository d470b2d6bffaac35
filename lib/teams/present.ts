import type { z } from 'zod'
import type { InviteView } from '../../db/invites'
import type { Member } from '../../db/memberships'
import type { RemovalEffects } from '../../db/removal-effects'
import type { Role } from '../../db/schema'
import { rfc3339 } from '../time'
import type { ChangedMemoryPolicy, MemoryPolicy } from './memory-policy'
import type { CHANGED_MEMORY_POLICY, MEMORY_POLICY } from './memory-policy-contract'
import { mayManage, rolesUpTo } from './rules'

export interface ShownMember {
  id: string
  email: string
  name: string
  role: Role
  joinedAt: string
  isYou: boolean
  /** False until the person sets a password. */
  hasPassword: boolean
  /** The roles that the viewer may assign to this person; empty when the viewer may not manage them. */
  assignableRoles: Role[]
  /** What would end if the viewer removed this person; null when the viewer may not see it. */
  removal: Omit<RemovalEffects, 'person_id'> | null
}

/** A member as the page of members shows them. */
export function presentMember(
  member: Member,
  viewer: { role: Role; person: { id: string } },
  effects: ReadonlyMap<string, RemovalEffects>,
): ShownMember {
  const { id, email, name, role, joined_at, password_hash } = member
  const effect = effects.get(id)
  const assignableRoles = mayManage(viewer.role, role) ? rolesUpTo(viewer.role) : []
  return {
    id,
    email,
    name: name || email,
    role,
    joinedAt: rfc3339(joined_at),
    isYou: id === viewer.person.id,
    hasPassword: password_hash !== null,
    assignableRoles,
    removal: effect ? { sessions: effect.sessions, invites: effect.invites, links: effect.links, keys: effect.keys } : null,
  }
}

export interface ShownInvite {
  id: string
  email: string
  role: Role
  invitedBy: string
  expiresAt: string
}

/** A pending invite as the page of members shows it. */
export function presentInvite({ id, email, role, invited_by_name, expires_at }: InviteView): ShownInvite {
  return { id, email, role, invitedBy: invited_by_name ?? 'a former member', expiresAt: rfc3339(expires_at) }
}

/** The rules of a team for its memories. */
export const presentMemoryPolicy = ({ redaction, retention, deletion_grace_days }: MemoryPolicy): z.infer<typeof MEMORY_POLICY> => ({
  redaction,
  retention,
  deletion_grace_days,
})

/** The rules of a team for its memories after a change, or those that a dry run tried. */
export const presentChangedMemoryPolicy = ({ wouldExpire, ...policy }: ChangedMemoryPolicy): z.infer<typeof CHANGED_MEMORY_POLICY> => ({
  ...presentMemoryPolicy(policy),
  ...(wouldExpire && { dry_run: true, would_expire: wouldExpire }),
})
