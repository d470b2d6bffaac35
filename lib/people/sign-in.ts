import { findPerson } from '../../db/people'
import type { Person } from '../../db/schema'
import { fail } from '../errors'
import { db } from '../process'
import { countGuess, forgiveGuesses } from './guesses'
import { isPassword } from './password'

/** The person of this e-mail and password. Wrong, unknown and without a password are one answer, in words and in time. */
export async function signInWithPassword(email: string, password: string, address: string | null): Promise<Person> {
  await countGuess(email, address)
  const person = await findPerson(db(), email)
  const isRight = await isPassword(password, person?.password_hash ?? null)
  if (person === undefined || !isRight) fail('wrong_password', 'Wrong e-mail or password.')
  await forgiveGuesses(email, address)
  return person
}
