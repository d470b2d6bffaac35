import { ensurePerson } from '../../db/people'
import { seedSample } from '../../db/seed'
import { findTeamsByName, lockFounding } from '../../db/teams'
import { parseKey } from '../auth/api-key-format'
import { newId } from '../ids'
import { db } from '../process'
import { addFirstKey, foundTeam } from './founding'
import { OPERATOR, operatorNotes } from './operator'
import { makePasswordToken } from './password-link'

const NAME = 'Demo'
const OWNER = 'demo@example.com'

/** What can be told only once: the key, and the token with which the owner chooses a password. */
export interface DemoTeam {
  team: string
  owner: string
  apiKey: string
  passwordToken: string
}

/** Makes the sample team with its owner, its agents, thirty days of history and a key; undefined when it exists. */
export async function makeDemoTeam(): Promise<DemoTeam | undefined> {
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockFounding(tx)
      if ((await findTeamsByName(tx, NAME)).length > 0) return undefined
      const owner = await ensurePerson(tx, OWNER)
      const founder = { owner, actor: OPERATOR, notes: operatorNotes() }
      const team = await foundTeam(tx, NAME, founder)
      const apiKey = await addFirstKey(tx, team, founder)
      await seedSample(tx, team.id, { id: parseKey(apiKey)?.id ?? '', name: 'First key' }, newId)
      return { team: team.name, owner: owner.email, apiKey, passwordToken: await makePasswordToken(tx, owner.id) }
    })
}
