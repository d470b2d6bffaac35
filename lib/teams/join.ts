import { insertAudit } from '../../db/audit'
import { acceptInvite, findInvite, type InviteView } from '../../db/invites'
import { findRole, insertMembership, lockMembers } from '../../db/memberships'
import { voidPasswordLinks } from '../../db/password-links'
import { findPerson, insertPerson } from '../../db/people'
import type { Db, Person, Role, Tx } from '../../db/schema'
import { auditRow } from '../audit'
import { fail } from '../errors'
import type { Notes } from '../http/notes'
import { hashOfToken } from '../one-time'
import { personActor, personTarget } from '../people/audit'
import { hashNewPassword } from '../people/new-password'
import { db } from '../process'

export interface OpenInvite {
  teamId: string
  team: string
  role: Role
  email: string
  invitedBy: string | null
  expiresAt: Date
  /** Whether somebody has an account under this e-mail: they sign in, anybody else chooses a password. */
  hasAccount: boolean
}

/** What an invite's token leads to; one that no longer works is refused, with the reason. */
export async function readInvite(token: string): Promise<OpenInvite> {
  const { team_id, team_name, role, email, invited_by_name, expires_at } = await openInvite(db(), token)
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

/** Makes the account of an invited person, who joins the team with it. */
export async function joinWithNewAccount(
  token: string,
  { name, password }: { name: string; password: string },
  notes: Notes,
): Promise<Person> {
  const { email } = await openInvite(db(), token)
  const passwordHash = await hashNewPassword(password, email)
  return db()
    .transaction()
    .execute(async (tx) => {
      const person = await insertPerson(tx, { email, name, password_hash: passwordHash })
      if (person === undefined) fail('invalid_request', 'This e-mail already has an account. Sign in with it to join.')
      await join(tx, token, person, notes)
      return person
    })
}

/** Lets somebody who is signed in join; only the person whom the invite is for. */
export async function joinAs(person: Person, token: string, notes: Notes): Promise<void> {
  await openInvite(db(), token)
  await db()
    .transaction()
    .execute((tx) => join(tx, token, person, notes))
}

/** Under the lock of the team: twice at the same moment is once. */
async function join(tx: Tx, token: string, person: Person, notes: Notes): Promise<void> {
  const { team_id: teamId } = await openInvite(db(), token)
  await lockMembers(tx, teamId)
  const accepted = (await acceptInvite(tx, hashOfToken(token))) ?? spent('was used or withdrawn a moment ago')
  if (accepted.email !== person.email)
    fail('insufficient_scope', `This invite is for ${accepted.email}, but you are signed in as ${person.email}.`)
  if ((await findRole(tx, teamId, person.id)) !== undefined) fail('invalid_request', 'You are already a member of this team.')
  await insertMembership(tx, teamId, person.id, accepted.role)
  await voidPasswordLinks(tx, person.id)
  const caller = { teamId, actor: personActor(person), notes }
  await insertAudit(tx, auditRow(caller, 'member.joined', personTarget(person), { after: { email: person.email, role: accepted.role } }))
}

async function openInvite(from: Db, token: string): Promise<InviteView> {
  const invite = await findInvite(from, hashOfToken(token))
  if (invite === undefined) fail('not_found', 'This invite link is not valid. Check that you copied all of it.')
  if (invite.accepted_at !== null) spent('was already used')
  if (invite.withdrawn_at !== null) spent('was withdrawn')
  if (invite.is_expired) spent('has expired')
  return invite
}

function spent(why: string): never {
  fail('link_spent', `This invite ${why}. Ask for a new one.`)
}
