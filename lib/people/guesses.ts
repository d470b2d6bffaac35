import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { fail } from '../errors'
import { connection, once } from '../process'

const FIFTEEN_MINUTES_S = 900

/** Kept in the database: guessing is limited over all processes, and after a restart. */
const limiter = (name: string, points: number) =>
  once(`guesses ${name}`, () => {
    const { pool } = connection()
    const kept = { storeClient: pool, tableName: 'sign_in_guesses', tableCreated: true, clearExpiredByTimeout: false }
    return new RateLimiterPostgres({ ...kept, keyPrefix: name, points, duration: FIFTEEN_MINUTES_S })
  })

const byEmail = () => limiter('email', 10)
const byAddress = () => limiter('address', 50)

/** Counts a try at signing in; 429 when there were too many for this e-mail or from this address. */
export async function countGuess(email: string, address: string | null): Promise<void> {
  try {
    await byEmail().consume(email.trim().toLowerCase())
    if (address !== null) await byAddress().consume(address)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    const retryAfterSeconds = Math.ceil(refused.msBeforeNext / 1000)
    const minutes = Math.ceil(retryAfterSeconds / 60)
    fail('too_many_attempts', `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`, { retryAfterSeconds })
  }
}

/** A right password: the e-mail starts anew, and the address gets this one try back. */
export async function forgiveGuesses(email: string, address: string | null): Promise<void> {
  await byEmail().delete(email.trim().toLowerCase())
  if (address !== null) await byAddress().reward(address)
}
