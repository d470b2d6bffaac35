import { hash, verify } from '@node-rs/argon2'
import { failField } from '../errors'
import { describePasswordProblem } from './rules'

/** Hashes a password with argon2id at the library's recommended cost (19 MiB, 2 passes): about 30 ms. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Hashes a password that somebody chose. @throws invalid_request when it is too weak */
export async function hashNewPassword(password: string, email: string): Promise<string> {
  const problem = describePasswordProblem(password, email)
  if (problem !== undefined) failField('password', problem)
  return hashPassword(password)
}

/** The hash of no password in use. It is checked when there is no hash, so that an unknown e-mail takes as long as a known one. */
const UNUSED_HASH = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$EWPNpTUPLBHk4NTYtdLjJ4JfiyL7ny7lOmBzBQlKMPY'

/** True when a password has this hash; never when the hash is null. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? UNUSED_HASH, password)
  return passwordHash !== null && matches
}
