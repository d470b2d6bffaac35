import { touchKey } from '../../db/api-keys'
import { ensurePerson, renamePerson } from '../../db/people'
import { seedSample } from '../../db/seed'
import { findTeamsByName, lockTeamCreation } from '../../db/teams'
import { parseKey } from '../auth/api-key-format'
import { newId } from '../ids'
import { db } from '../process'
import { storedTerms } from '../recall/stored-terms'
import { insertFirstKey, insertNewTeam } from './new-team'
import { OPERATOR, operatorContext } from './operator'
import { createPasswordToken } from './password-link'

const NAME = 'Demo'
const OWNER = 'demo@example.com'
const OWNER_NAME = 'Dana Demo'

/** The sample team, with what can be shown only now: the key, and the token with which the owner sets a password. */
export interface DemoTeam {
  team: string
  owner: string
  apiKey: string
  passwordToken: string
}

/** Creates the sample team with its owner, agents, thirty days of history and a key; undefined when it exists. */
export async function createDemoTeam(): Promise<DemoTeam | undefined> {
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockTeamCreation(tx)
      if ((await findTeamsByName(tx, NAME)).length > 0) return undefined
      const owner = await ensurePerson(tx, OWNER)
      if (owner.name === '') await renamePerson(tx, owner.id, OWNER_NAME)
      const creation = { owner: { ...owner, name: owner.name || OWNER_NAME }, actor: OPERATOR, context: operatorContext() }
      const team = await insertNewTeam(tx, NAME, creation)
      const apiKey = await insertFirstKey(tx, team, creation)
      const keyId = parseKey(apiKey)?.id ?? ''
      await seedSample(tx, team.id, { id: keyId, name: 'First key' }, { newId, termsOf: storedTerms })
      await touchKey(tx, team.id, keyId, '127.0.0.1') // the sample's sessions were opened with it
      return { team: team.name, owner: owner.email, apiKey, passwordToken: await createPasswordToken(tx, owner.id) }
    })
}
