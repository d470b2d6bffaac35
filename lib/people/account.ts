import { voidPasswordLinks } from '../../db/password-links'
import { endLogins, renamePerson } from '../../db/people'
import type { Person } from '../../db/schema'
import { fail } from '../errors'
import type { Notes } from '../http/notes'
import { db } from '../process'
import { auditAccount } from './audit'
import { countGuess, forgiveGuesses } from './guesses'
import { hashNewPassword } from './new-password'
import { isPassword } from './password'

export async function changeName(person: Person, name: string, notes: Notes): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      await renamePerson(tx, person.id, name)
      await auditAccount(tx, { ...person, name }, 'person.renamed', notes, { before: { name: person.name }, after: { name } })
    })
}

/** Ends every login so far: gives the person as the login of this browser must name them from now on. */
export async function changePassword(person: Person, current: string, password: string, notes: Notes): Promise<Person> {
  await countGuess(person.email, notes.address)
  if (!(await isPassword(current, person.password_hash)))
    fail('invalid_request', 'The current password is wrong.', { errors: [{ field: 'current', message: 'is wrong' }] })
  await forgiveGuesses(person.email, notes.address)
  const passwordHash = await hashNewPassword(password, person.email)
  return db()
    .transaction()
    .execute(async (tx) => {
      await voidPasswordLinks(tx, person.id)
      await auditAccount(tx, person, 'person.password_changed', notes)
      return endLogins(tx, person.id, passwordHash)
    })
}

export async function signOutEverywhere(person: Person, notes: Notes): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      await endLogins(tx, person.id)
      await auditAccount(tx, person, 'person.signed_out_everywhere', notes)
    })
}
