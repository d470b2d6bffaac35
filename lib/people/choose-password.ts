import { endLoginsOf } from '../../db/logins'
import { expirePasswordLinks, findPasswordLink, markPasswordLinkUsed, type PasswordLinkView } from '../../db/password-links'
import { lockPeople, updatePasswordHash } from '../../db/people'
import type { Person } from '../../db/schema'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { hashToken } from '../one-time-token'
import { db } from '../process'
import { recordAccountEvent } from './account-events'
import { hashNewPassword } from './password'

/** The person for whom a password link was created. @throws not_found, link_spent when it no longer works */
export async function readPasswordLink(token: string): Promise<{ email: string; name: string }> {
  const { email, name } = await requireUsableLink(token)
  return { email, name }
}

interface ChosenPassword {
  /** The token of the password link. */
  token: string
  password: string
}

/** Sets the password of the person for whom a link was created, and ends all their logins. @throws not_found, link_spent, invalid_request */
export async function choosePassword({ token, password }: ChosenPassword, context: RequestContext): Promise<Person> {
  const link = await requireUsableLink(token)
  const passwordHash = await hashNewPassword(password, link.email)
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockPeople(tx, [link.person_id])
      if (!(await markPasswordLinkUsed(tx, hashToken(token))))
        fail('link_spent', 'This link was used, has expired or was ended a moment ago. Ask a team admin for a new one.')
      await expirePasswordLinks(tx, [link.person_id])
      const person = await updatePasswordHash(tx, link.person_id, passwordHash)
      await endLoginsOf(tx, link.person_id)
      await recordAccountEvent(tx, person, context, { kind: 'person.password_chosen' })
      return person
    })
}

async function requireUsableLink(token: string): Promise<PasswordLinkView> {
  const link = await findPasswordLink(db(), hashToken(token))
  if (link === undefined) fail('not_found', 'This password link is not valid. Check that you copied all of it.')
  if (link.is_used)
    fail('link_spent', 'This link was already used. Sign in with the password that was set, or ask a team admin for a new link.')
  if (link.is_expired)
    fail(
      'link_spent',
      'This link has expired, or a newer link, a new password or a change in a team has ended it. Ask a team admin for a new one.',
    )
  return link
}
