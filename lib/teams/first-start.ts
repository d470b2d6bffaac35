import { createHmac, timingSafeEqual } from 'node:crypto'
import { hasPeople, insertPerson } from '../../db/people'
import type { Person } from '../../db/schema'
import { lockTeamCreation } from '../../db/teams'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { personActor } from '../people/account-events'
import { hashNewPassword } from '../people/password'
import { db, settings } from '../process'
import { insertFirstAgent, insertFirstKey, insertNewTeam } from './new-team'

/** The token of the setup link. It is the same in every process, and is refused as soon as one person exists. */
export function firstStartToken(): string {
  return createHmac('sha256', settings().MEMANTO_SECRET).update('memanto first start').digest('base64url')
}

function isFirstStartToken(token: string): boolean {
  const [submitted, expected] = [Buffer.from(token), Buffer.from(firstStartToken())]
  return submitted.length === expected.length && timingSafeEqual(submitted, expected)
}

/** True while the server has no people: it is not set up yet. */
export const isSetUpPending = async () => !(await hasPeople(db()))

/** Checks the token of a setup link. @throws not_found, link_spent when the server is already set up */
export async function checkFirstStart(token: string): Promise<void> {
  if (!(await isSetUpPending())) throwAlreadySetUp()
  if (!isFirstStartToken(token))
    fail('not_found', 'This setup link is not valid. The server prints the right one in its terminal when it starts.')
}

interface FirstStart {
  /** The token of the setup link. */
  token: string
  name: string
  email: string
  password: string
  team: string
  /** Public id of the first agent. */
  agent: string
}

/**
 * Creates the first person, who owns a new team with an agent and a key, all or nothing. Of two at the same time, one succeeds.
 * @throws not_found, link_spent, invalid_request
 */
export async function setUpServer(
  { token, ...first }: FirstStart,
  context: RequestContext,
): Promise<{ owner: Person; teamId: string; apiKey: string }> {
  await checkFirstStart(token)
  const passwordHash = await hashNewPassword(first.password, first.email)
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockTeamCreation(tx)
      if (await hasPeople(tx)) throwAlreadySetUp()
      const owner = (await insertPerson(tx, { email: first.email, name: first.name, password_hash: passwordHash })) ?? throwAlreadySetUp()
      const creation = { owner, actor: personActor(owner), context }
      const team = await insertNewTeam(tx, first.team, creation)
      await insertFirstAgent(tx, team, creation, first.agent)
      return { owner, teamId: team.id, apiKey: await insertFirstKey(tx, team, creation) }
    })
}

function throwAlreadySetUp(): never {
  fail('link_spent', 'This server is already set up. Sign in, or ask for an invite.')
}
