import { isKnownDevice } from '../../db/logins'
import { findPerson } from '../../db/people'
import type { Person } from '../../db/schema'
import { fail } from '../errors'
import { db } from '../process'
import { noteFailedSignIn } from './failed-sign-ins'
import { isPassword } from './password'
import { countAttempt, type SignInAttempt, uncountAttempt } from './sign-in-rate-limit'

interface SubmittedCredentials {
  email: string
  password: string
}

/** Where somebody signs in: the client's address, and the hash of the browser's device cookie. */
export interface SignInOrigin {
  address: string | null
  deviceHash: Buffer | null
}

/**
 * Returns the person with this e-mail and password. A wrong password, an unknown e-mail and an account without a password get the same
 * answer, in the same time.
 * @throws too_many_attempts, wrong_password
 */
export async function signInWithPassword({ email, password }: SubmittedCredentials, origin: SignInOrigin): Promise<Person> {
  const attempt = await attemptOf(email, origin)
  await countAttempt(attempt)
  const person = await findPerson(db(), email)
  const isCorrect = await isPassword(password, person?.password_hash ?? null)
  if (person === undefined || !isCorrect) {
    if (person) noteFailedSignIn(person.id, origin.address)
    fail('wrong_password', 'Wrong e-mail or password.')
  }
  await uncountAttempt(attempt)
  return person
}

/** True when this is the password of a person who is already signed in. @throws too_many_attempts */
export async function checkOwnPassword(person: Person, password: string, address: string | null): Promise<boolean> {
  // The person identifies the browser, so that deleting the device cookie allows no more attempts.
  const attempt = { email: person.email, address, knownBrowser: person.id }
  await countAttempt(attempt)
  const isCorrect = await isPassword(password, person.password_hash)
  if (isCorrect) await uncountAttempt(attempt)
  return isCorrect
}

async function attemptOf(email: string, { address, deviceHash }: SignInOrigin): Promise<SignInAttempt> {
  const isKnown = deviceHash !== null && (await isKnownDevice(db(), email, deviceHash))
  return { email, address, knownBrowser: isKnown ? deviceHash.toString('hex') : null }
}
