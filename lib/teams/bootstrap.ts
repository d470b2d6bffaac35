import { ensurePerson } from '../../db/people'
import { findTeamsByName, lockFounding } from '../../db/teams'
import { db } from '../process'
import { addFirstAgent, addFirstKey, foundTeam } from './founding'
import { OPERATOR, operatorNotes } from './operator'
import { makePasswordToken } from './password-link'

export interface FirstTeam {
  team: string
  email: string
  /** Public id of a first agent. */
  agentId?: string | undefined
}

/** What can be told only once: the key, and the token with which an owner without a password chooses one. */
export interface Founded {
  team: string
  apiKey: string
  passwordToken: string | null
}

/** Makes a team, its owner and a first key, all or nothing; undefined when a team of this name exists. */
export async function bootstrapTeam({ team: name, email, agentId }: FirstTeam): Promise<Founded | undefined> {
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockFounding(tx)
      if ((await findTeamsByName(tx, name)).length > 0) return undefined
      const owner = await ensurePerson(tx, email)
      const founder = { owner, actor: OPERATOR, notes: operatorNotes() }
      const team = await foundTeam(tx, name, founder)
      if (agentId !== undefined) await addFirstAgent(tx, team, founder, agentId)
      const apiKey = await addFirstKey(tx, team, founder)
      return { team: team.name, apiKey, passwordToken: owner.password_hash === null ? await makePasswordToken(tx, owner.id) : null }
    })
}
