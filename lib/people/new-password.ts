import { failField } from '../errors'
import { hashPassword } from './password'
import { describePasswordProblem } from './rules'

/** The hash of a password that somebody chose. @throws invalid_request when it is too weak */
export async function hashNewPassword(password: string, email: string): Promise<string> {
  const wrong = describePasswordProblem(password, email)
  if (wrong !== undefined) failField('password', wrong)
  return hashPassword(password)
}
