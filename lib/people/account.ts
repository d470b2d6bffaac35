import { endLoginsOf } from '../../db/logins'
import { expirePasswordLinks } from '../../db/password-links'
import { lockPassword, renamePerson, updatePasswordHash } from '../../db/people'
import type { Person } from '../../db/schema'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { db } from '../process'
import { recordAccountEvent } from './account-events'
import { hashNewPassword } from './password'
import { checkOwnPassword } from './sign-in'

/** Changes the name that a person's teams see. */
export async function changeName(person: Person, { name }: { name: string }, context: RequestContext): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      await renamePerson(tx, person.id, name)
      const change = { before: { name: person.name }, after: { name } }
      await recordAccountEvent(tx, { ...person, name }, context, { kind: 'person.renamed', ...change })
    })
}

interface PasswordChange {
  current: string
  password: string
}

/** Changes a person's password, ends all their logins, including the one of this browser, and returns the person. @throws invalid_request, too_many_attempts */
export async function changePassword(person: Person, { current, password }: PasswordChange, context: RequestContext): Promise<Person> {
  if (!(await checkOwnPassword(person, current, context.clientAddress))) throwWrongCurrent()
  const passwordHash = await hashNewPassword(password, person.email)
  return db()
    .transaction()
    .execute(async (tx) => {
      await expirePasswordLinks(tx, [person.id])
      if (!(await lockPassword(tx, person))) throwWrongCurrent()
      await recordAccountEvent(tx, person, context, { kind: 'person.password_changed' })
      const changed = await updatePasswordHash(tx, person.id, passwordHash)
      await endLoginsOf(tx, person.id)
      return changed
    })
}

function throwWrongCurrent(): never {
  fail('invalid_request', 'The current password is wrong.', { errors: [{ field: 'current', message: 'is wrong' }] })
}
