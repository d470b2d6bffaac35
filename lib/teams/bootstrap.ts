import { ensurePerson } from '../../db/people'
import { findTeamsByName, lockTeamCreation } from '../../db/teams'
import { db } from '../process'
import { insertFirstAgent, insertFirstKey, insertNewTeam } from './new-team'
import { OPERATOR, operatorContext } from './operator'
import { createPasswordToken } from './password-link'

export interface FirstTeam {
  team: string
  email: string
  /** Public id of a first agent. */
  agentName?: string | undefined
}

/** A new team, with what can be shown only now: the key, and the token with which an owner without a password sets one. */
export interface BootstrappedTeam {
  team: string
  apiKey: string
  passwordToken: string | null
}

/** Creates a team with its owner and a first key, all or nothing; undefined when a team of this name exists. */
export async function bootstrapTeam({ team: name, email, agentName }: FirstTeam): Promise<BootstrappedTeam | undefined> {
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockTeamCreation(tx)
      if ((await findTeamsByName(tx, name)).length > 0) return undefined
      const owner = await ensurePerson(tx, email)
      const creation = { owner, actor: OPERATOR, context: operatorContext() }
      const team = await insertNewTeam(tx, name, creation)
      if (agentName !== undefined) await insertFirstAgent(tx, team, creation, agentName)
      const apiKey = await insertFirstKey(tx, team, creation)
      return { team: team.name, apiKey, passwordToken: owner.password_hash === null ? await createPasswordToken(tx, owner.id) : null }
    })
}
