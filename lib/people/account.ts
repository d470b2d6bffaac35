import { endLoginsOf } from '../../db/logins'
import { voidPasswordLinks } from '../../db/password-links'
import { renamePerson, updatePasswordHash } from '../../db/people'
import type { Person } from '../../db/schema'
import { fail } from '../errors'
import type { Notes } from '../http/notes'
import { db } from '../process'
import { auditAccount } from './audit'
import { hashNewPassword } from './new-password'
import { checkOwnPassword } from './sign-in'

export async function changeName(person: Person, name: string, notes: Notes): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      await renamePerson(tx, person.id, name)
      await auditAccount(tx, { ...person, name }, 'person.renamed', notes, { before: { name: person.name }, after: { name } })
    })
}

/** Changes the password and ends every login so far, that of this browser too. */
export async function changePassword(person: Person, current: string, password: string, notes: Notes): Promise<void> {
  if (!(await checkOwnPassword(person, current, notes.address)))
    fail('invalid_request', 'The current password is wrong.', { errors: [{ field: 'current', message: 'is wrong' }] })
  const passwordHash = await hashNewPassword(password, person.email)
  await db()
    .transaction()
    .execute(async (tx) => {
      await voidPasswordLinks(tx, person.id)
      await auditAccount(tx, person, 'person.password_changed', notes)
      await updatePasswordHash(tx, person.id, passwordHash)
      await endLoginsOf(tx, person.id)
    })
}
