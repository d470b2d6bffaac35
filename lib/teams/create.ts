import { listMemberships } from '../../db/memberships'
import type { Person, Role, Team } from '../../db/schema'
import { lockTeamCreation } from '../../db/teams'
import type { RequestContext } from '../context'
import { fail, failField } from '../errors'
import { personActor } from '../people/account-events'
import { db } from '../process'
import { insertNewTeam } from './new-team'

/** Checks that a person owns a team, so that they may create another one. @throws insufficient_scope */
export async function requireOwnerOfATeam({ id }: Pick<Person, 'id'>): Promise<void> {
  requireOwner(await listMemberships(db(), id))
}

const requireOwner = (memberships: { role: Role }[]) =>
  memberships.some(({ role }) => role === 'owner') || fail('insufficient_scope', 'Only owners can create another team.')

/** Creates another team for a person who owns one. @throws insufficient_scope, invalid_request when they have a team of this name */
export async function createTeam(owner: Person, { name }: { name: string }, context: RequestContext): Promise<Team> {
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockTeamCreation(tx)
      const memberships = await listMemberships(tx, owner.id)
      requireOwner(memberships)
      if (memberships.some(({ team_name }) => team_name.toLowerCase() === name.toLowerCase()))
        failField('team', 'is already the name of one of your teams')
      return insertNewTeam(tx, name, { owner, actor: personActor(owner), context })
    })
}
