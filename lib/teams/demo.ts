import { insertKey, touchKey } from '../../db/api-keys'
import { ensurePerson, renamePerson } from '../../db/people'
import type { Tx } from '../../db/schema'
import { seedSample } from '../../db/seed'
import { findTeamsByName, lockTeamCreation } from '../../db/teams'
import { newKey, parseKey } from '../auth/api-key-format'
import { SCOPE_PRESETS } from '../auth/permissions'
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
      await insertOtherKeys(tx, team.id)
      return { team: team.name, owner: owner.email, apiKey, passwordToken: await createPasswordToken(tx, owner.id) }
    })
}

const DAY_MS = 24 * 3_600_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)

/** Adds keys that somebody should look after: one expires this week, and one was never used. Nobody knows their secrets. */
async function insertOtherKeys(tx: Tx, teamId: string): Promise<void> {
  const keyOf = (name: string) => {
    const { id, secretHash, lastFour } = newKey().parts
    return { team_id: teamId, id, name, secret_hash: secretHash, last_four: lastFour, created_by_name: OWNER_NAME }
  }
  const nightly = { ...keyOf('Nightly report'), scopes: [...SCOPE_PRESETS['Read only']], created_at: inDays(-26), expires_at: inDays(4) }
  const unused = { ...keyOf('Staging'), scopes: [...SCOPE_PRESETS['Agent runtime']], created_at: inDays(-12) }
  await insertKey(tx, { ...nightly, last_used_at: inDays(-0.4), last_used_ip: '127.0.0.1' })
  await insertKey(tx, unused)
}
