import { listMembers, type Member } from '../../db/memberships'
import { expirePasswordLinks, insertPasswordLink } from '../../db/password-links'
import type { Role, Tx } from '../../db/schema'
import { readClock } from '../../db/teams'
import { roleHasCapability } from '../auth/permissions'
import { newOneTimeToken } from '../one-time-token'
import { addHours } from '../time'
import { isAbove } from './rules'

const LINK_HOURS = 24

/** Creates a one-time token with which a person sets a password. Only its hash is stored, and earlier tokens stop working. */
export async function createPasswordToken(tx: Tx, personId: string): Promise<string> {
  const { token, hash } = newOneTimeToken()
  await expirePasswordLinks(tx, [personId])
  await insertPasswordLink(tx, personId, hash, addHours(await readClock(tx), LINK_HOURS))
  return token
}

/**
 * Ends the links that others have when a member gets another role, or none: those of the member when the role is higher, because they would give access to it,
 * or when the member leaves, whom the team's admins no longer manage; those of all members when somebody who could make links gets less, because nobody knows
 * who made which. Returns how many ended. Call it before the membership is locked.
 */
export async function endPasswordLinks(tx: Tx, teamId: string, { id, role }: Member, next: Role | null): Promise<number> {
  if (next !== null && isAbove(next, role)) return expirePasswordLinks(tx, [id])
  if (roleHasCapability(role, 'people:manage')) return endPasswordLinksOfTeam(tx, teamId)
  return next === null ? expirePasswordLinks(tx, [id]) : 0
}

/** Ends the links of all members of a team, and returns how many ended. Call it before their memberships are locked. */
export async function endPasswordLinksOfTeam(tx: Tx, teamId: string): Promise<number> {
  const members = await listMembers(tx, teamId)
  return expirePasswordLinks(
    tx,
    members.map((member) => member.id),
  )
}
