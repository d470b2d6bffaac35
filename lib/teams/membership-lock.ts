import { countOwners, findMember, type Member } from '../../db/memberships'
import type { Role, Tx } from '../../db/schema'
import { fail } from '../errors'
import { mayManage, withArticle } from './rules'

/** A member whom a person with this role may change. @throws not_found, insufficient_scope */
export async function findManageableMember(tx: Tx, teamId: string, role: Role, personId: string): Promise<Member> {
  const member = (await findMember(tx, teamId, personId)) ?? memberNotFound()
  if (!mayManage(role, member.role))
    fail('insufficient_scope', `Your role (${role}) may not change ${withArticle(member.role)}. Ask an owner.`)
  return member
}

/** Refuses a person who is not in the team. @throws not_found */
export function memberNotFound(): never {
  fail('not_found', 'This person is not a member of the team.')
}

/** Checks that the team keeps an owner when one leaves or loses the role. Call it while the memberships are locked. @throws team_needs_owner */
export async function requireAnotherOwner(tx: Tx, teamId: string): Promise<void> {
  if ((await countOwners(tx, teamId)) < 2) fail('team_needs_owner', 'A team must have an owner. Make another member an owner first.')
}
