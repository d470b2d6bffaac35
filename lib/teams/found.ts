import { listMemberships } from '../../db/memberships'
import type { Person, Team } from '../../db/schema'
import { lockFounding } from '../../db/teams'
import { fail, failField } from '../errors'
import type { Notes } from '../http/notes'
import { personActor } from '../people/audit'
import { db } from '../process'
import { foundTeam } from './founding'

/** Makes another team of somebody who owns one. */
export async function foundAnotherTeam(owner: Person, name: string, notes: Notes): Promise<Team> {
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockFounding(tx)
      const memberships = await listMemberships(tx, owner.id)
      if (!memberships.some(({ role }) => role === 'owner')) fail('insufficient_scope', 'Only owners can create another team.')
      if (memberships.some(({ team_name }) => team_name.toLowerCase() === name.toLowerCase()))
        failField('team', 'is already the name of one of your teams')
      return foundTeam(tx, name, { owner, actor: personActor(owner), notes })
    })
}
