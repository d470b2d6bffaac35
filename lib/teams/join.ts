import { acceptInvite, findInvite, type InviteView } from '../../db/invites'
import { findRole, insertMembership, lockMembers } from '../../db/memberships'
import { expirePasswordLinks } from '../../db/password-links'
import { findPerson, insertPerson } from '../../db/people'
import type { Db, Person, Role, Tx } from '../../db/schema'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { hashToken } from '../one-time-token'
import { personActor, personTarget } from '../people/account-events'
import { hashNewPassword } from '../people/password'
import { db } from '../process'

export interface OpenInvite {
  teamId: string
  team: string
  role: Role
  email: string
  invitedBy: string | null
  expiresAt: Date
  /** True when somebody has an account with this e-mail: they sign in; anybody else sets a password. */
  hasAccount: boolean
}

/** The pending invite with a token. @throws not_found, link_spent when it can no longer be accepted */
export async function readInvite(token: string): Promise<OpenInvite> {
  const { team_id, team_name, role, email, invited_by_name, expires_at } = await requireOpenInvite(db(), token)
  const person = await findPerson(db(), email)
  return {
    teamId: team_id,
    team: team_name,
    role,
    email,
    invitedBy: invited_by_name,
    expiresAt: expires_at,
    hasAccount: person !== undefined,
  }
}

interface AccountByInvite {
  token: string
  name: string
  password: string
}

/** Creates the account of an invited person, who joins the team with it. @throws not_found, link_spent, invalid_request */
export async function joinWithNewAccount({ token, name, password }: AccountByInvite, context: RequestContext): Promise<Person> {
  const { email } = await requireOpenInvite(db(), token)
  const passwordHash = await hashNewPassword(password, email)
  return db()
    .transaction()
    .execute(async (tx) => {
      const person = await insertPerson(tx, { email, name, password_hash: passwordHash })
      if (person === undefined) fail('invalid_request', 'This e-mail already has an account. Sign in with it to join.')
      await acceptInviteAs(tx, token, person, context)
      return person
    })
}

/** Lets a person who is signed in join a team. @throws not_found, link_spent, insufficient_scope when the invite is for somebody else */
export async function joinTeam(person: Person, { token }: { token: string }, context: RequestContext): Promise<void> {
  await db()
    .transaction()
    .execute((tx) => acceptInviteAs(tx, token, person, context))
}

/** Accepts an invite while the team's memberships are locked, so that of two at the same time only one succeeds. */
async function acceptInviteAs(tx: Tx, token: string, person: Person, context: RequestContext): Promise<void> {
  const { team_id: teamId } = await requireOpenInvite(tx, token)
  await lockMembers(tx, teamId)
  const accepted = (await acceptInvite(tx, hashToken(token))) ?? throwInviteUnusable('was used or withdrawn a moment ago')
  if (accepted.email !== person.email)
    fail('insufficient_scope', `This invite is for ${accepted.email}, but you are signed in as ${person.email}.`)
  if ((await findRole(tx, teamId, person.id)) !== undefined) fail('invalid_request', 'You are already a member of this team.')
  await expirePasswordLinks(tx, [person.id]) // those that others have would give access to this team
  await insertMembership(tx, teamId, person.id, accepted.role)
  const after = { email: person.email, role: accepted.role }
  await recordEvent(tx, { teamId, actor: personActor(person) }, context, { kind: 'member.joined', target: personTarget(person), after })
}

async function requireOpenInvite(from: Db, token: string): Promise<InviteView> {
  const invite = await findInvite(from, hashToken(token))
  if (invite === undefined) fail('not_found', 'This invite link is not valid. Check that you copied all of it.')
  if (invite.accepted_at !== null) throwInviteUnusable('was already used')
  if (invite.withdrawn_at !== null) throwInviteUnusable('was withdrawn')
  if (invite.is_expired) throwInviteUnusable('has expired')
  return invite
}

function throwInviteUnusable(why: string): never {
  fail('link_spent', `This invite ${why}. Ask for a new one.`)
}
