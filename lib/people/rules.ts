export const MIN_PASSWORD_LENGTH = 12

/** What is wrong with a new password, as words that follow "password"; undefined when it is accepted. Only its length counts. */
export function describePasswordProblem(password: string, email: string): string | undefined {
  if ([...password].length < MIN_PASSWORD_LENGTH) return `must be at least ${MIN_PASSWORD_LENGTH} characters long`
  if (password.trim().toLowerCase() === email.trim().toLowerCase()) return 'must not be your e-mail address'
  return undefined
}

/** Wrong passwords allowed in 15 minutes, from browsers that are new to the account. */
export const ATTEMPTS_PER_ADDRESS = 50
export const ATTEMPTS_PER_ACCOUNT_FROM_ADDRESS = 10

/** Wrong passwords in a day for one account, from any address, before each further attempt has to wait. */
const ATTEMPTS_BEFORE_WAITING = 10
const MAX_WAIT_SECONDS = 60

/** Seconds that must pass after this attempt before the next one: none at first, then doubling up to a minute. */
export function waitSeconds(attempts: number): number {
  const over = attempts - ATTEMPTS_BEFORE_WAITING
  return over <= 0 ? 0 : Math.min(2 ** over, MAX_WAIT_SECONDS)
}
