import { createHmac, timingSafeEqual } from 'node:crypto'
import { hasPeople, insertPerson } from '../../db/people'
import type { Person } from '../../db/schema'
import { lockFounding } from '../../db/teams'
import { fail } from '../errors'
import type { Notes } from '../http/notes'
import { personActor } from '../people/audit'
import { hashNewPassword } from '../people/new-password'
import { db, settings } from '../process'
import { addFirstAgent, addFirstKey, foundTeam } from './founding'

/** Opens the first-start page: the same from every process, and worthless as soon as one person exists. */
export function firstStartToken(): string {
  return createHmac('sha256', settings().MEMANTO_SECRET).update('memanto first start').digest('base64url')
}

function isFirstStartToken(token: string): boolean {
  const [sent, right] = [Buffer.from(token), Buffer.from(firstStartToken())]
  return sent.length === right.length && timingSafeEqual(sent, right)
}

export const isNobodyHere = async () => !(await hasPeople(db()))

/** Refuses a token that does not open the first-start page, or no longer. */
export async function checkFirstStart(token: string): Promise<void> {
  if (!(await isNobodyHere())) alreadyStarted()
  if (!isFirstStartToken(token))
    fail('not_found', 'This setup link is not valid. The server prints the right one in its terminal when it starts.')
}

export interface FirstStart {
  name: string
  email: string
  password: string
  team: string
  agent: string
}

/** Makes the first person, who owns a team with an agent and a key, all or nothing; of two at once only one passes. */
export async function startHere(
  token: string,
  first: FirstStart,
  notes: Notes,
): Promise<{ owner: Person; teamId: string; apiKey: string }> {
  await checkFirstStart(token)
  const passwordHash = await hashNewPassword(first.password, first.email)
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockFounding(tx)
      if (await hasPeople(tx)) alreadyStarted()
      const owner = (await insertPerson(tx, { email: first.email, name: first.name, password_hash: passwordHash })) ?? alreadyStarted()
      const founder = { owner, actor: personActor(owner), notes }
      const team = await foundTeam(tx, first.team, founder)
      await addFirstAgent(tx, team, founder, first.agent)
      return { owner, teamId: team.id, apiKey: await addFirstKey(tx, team, founder) }
    })
}

function alreadyStarted(): never {
  fail('link_spent', 'This server is already set up. Sign in, or ask for an invite.')
}
