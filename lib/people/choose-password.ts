import { endLoginsOf } from '../../db/logins'
import { findPasswordLink, type PasswordLinkView, spendPasswordLink, voidPasswordLinks } from '../../db/password-links'
import { updatePasswordHash } from '../../db/people'
import type { Person } from '../../db/schema'
import { fail } from '../errors'
import type { Notes } from '../http/notes'
import { hashOfToken } from '../one-time'
import { db } from '../process'
import { auditAccount } from './audit'
import { hashNewPassword } from './new-password'

/** Whose link a token is; a link that no longer works is refused, with the reason. */
export async function readPasswordLink(token: string): Promise<{ email: string; name: string }> {
  const { email, name } = await openLink(token)
  return { email, name }
}

/** Chooses a password by a one-time link, and ends every login so far. */
export async function choosePassword(token: string, password: string, notes: Notes): Promise<Person> {
  const link = await openLink(token)
  const passwordHash = await hashNewPassword(password, link.email)
  return db()
    .transaction()
    .execute(async (tx) => {
      if (!(await spendPasswordLink(tx, hashOfToken(token)))) usedUp()
      await voidPasswordLinks(tx, link.person_id)
      const person = await updatePasswordHash(tx, link.person_id, passwordHash)
      await endLoginsOf(tx, link.person_id)
      await auditAccount(tx, person, 'person.password_chosen', notes)
      return person
    })
}

async function openLink(token: string): Promise<PasswordLinkView> {
  const link = await findPasswordLink(db(), hashOfToken(token))
  if (link === undefined) fail('not_found', 'This password link is not valid. Check that you copied all of it.')
  if (link.is_used) usedUp()
  if (link.is_expired) fail('link_spent', 'This link has expired or was replaced by a newer one. Ask a team admin for a new one.')
  return link
}

function usedUp(): never {
  fail('link_spent', 'This link was already used. Sign in with the password that was set, or ask a team admin for a new link.')
}
