import { createHash } from 'node:crypto'
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible'
import { fail } from '../errors'
import { addressGroup } from '../limits/address-group'
import { connection, singleton } from '../process'
import { ATTEMPTS_PER_ACCOUNT_FROM_ADDRESS, ATTEMPTS_PER_ADDRESS, waitSeconds } from './rules'

const QUARTER_HOUR_SECONDS = 900
const DAY_SECONDS = 86_400

/** Who tries to sign in, and from where. */
export interface SignInAttempt {
  email: string
  address: string | null
  /** Identifies a browser that has signed in to this account before; null for a browser that is new to it. */
  knownBrowser: string | null
}

/**
 * Counts an attempt to sign in before its password is checked.
 *
 * From a browser that is new to the account, attempts are limited by address and by address plus account, and slowed down by
 * account. A browser that has signed in to it before is only slowed down by its own attempts, so that nobody else can lock it out.
 *
 * @throws too_many_attempts
 */
export async function countAttempt(attempt: SignInAttempt): Promise<void> {
  const keys = keysOf(attempt)
  if (keys.browser !== undefined) return slowDown('browser', keys.browser)
  const counted: (() => Promise<unknown>)[] = []
  const consumeFirst = async (limit: RateLimiterPostgres, key: string) => {
    await consume(limit, key)
    counted.push(() => limit.reward(key))
  }
  try {
    if (keys.address !== undefined) await consumeFirst(byAddress(), keys.address)
    if (keys.accountFromAddress !== undefined) await consumeFirst(byAccountFromAddress(), keys.accountFromAddress)
    await slowDown('account', keys.account)
  } catch (refused) {
    for (const uncount of counted) await uncount() // a refused attempt checked no password, so it leaves the other limits as they were
    throw refused
  }
}

/** Removes an attempt that `countAttempt` counted, because the password was right. */
export async function uncountAttempt(attempt: SignInAttempt): Promise<void> {
  const keys = keysOf(attempt)
  if (keys.browser !== undefined) return void (await attemptsOf('browser').delete(keys.browser))
  if (keys.address !== undefined) await byAddress().reward(keys.address)
  if (keys.accountFromAddress !== undefined) await byAccountFromAddress().delete(keys.accountFromAddress)
  await attemptsOf('account').reward(keys.account)
}

/** The keys of an attempt's counters. Hashes keep e-mails out of the table and have one length, however long the input is. */
function keysOf({ email: submittedEmail, address, knownBrowser }: SignInAttempt) {
  const email = submittedEmail.toLowerCase()
  const account = hashOf(email)
  const network = address === null ? undefined : addressGroup(address)
  return {
    account,
    address: network,
    accountFromAddress: network === undefined ? undefined : hashOf(`${network} ${email}`),
    browser: knownBrowser === null ? undefined : hashOf(`${knownBrowser} ${email}`),
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')

const byAddress = () => limiter('address', ATTEMPTS_PER_ADDRESS, QUARTER_HOUR_SECONDS)
const byAccountFromAddress = () => limiter('account-from-address', ATTEMPTS_PER_ACCOUNT_FROM_ADDRESS, QUARTER_HOUR_SECONDS)
/** Counts without a limit: `waitSeconds` decides from the count. */
const attemptsOf = (whose: 'account' | 'browser') => limiter(`attempts-of-${whose}`, Number.MAX_SAFE_INTEGER, DAY_SECONDS)
/** Lets one attempt pass; the next one only when the wait is over. */
const pauseOf = (whose: 'account' | 'browser') => limiter(`pause-of-${whose}`, 1, 1)

/** Counters are stored in the database, so that the limits hold across processes and restarts. */
function limiter(keyPrefix: string, points: number, duration: number): RateLimiterPostgres {
  return singleton(`sign-in limiter ${keyPrefix}`, () => {
    // Named statements fail behind a pooler that uses another connection for each transaction.
    const storeClient = { query: ({ text, values }: { text: string; values: unknown[] }) => connection().pool.query(text, values) }
    const store = { storeClient, storeType: 'client', tableName: 'sign_in_guesses', tableCreated: true, clearExpiredByTimeout: false }
    return new RateLimiterPostgres({ ...store, keyPrefix, points, duration })
  })
}

async function slowDown(whose: 'account' | 'browser', key: string): Promise<void> {
  const { consumedPoints } = await attemptsOf(whose).penalty(key)
  const wait = waitSeconds(consumedPoints)
  if (wait === 0) return
  try {
    await pauseOf(whose).consume(key, 1, { customDuration: wait })
  } catch (refused) {
    await attemptsOf(whose).reward(key) // a refused attempt checked no password, so it does not lengthen the wait
    throwTooManyAttempts(refused)
  }
}

async function consume(limit: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limit.consume(key)
  } catch (refused) {
    throwTooManyAttempts(refused)
  }
}

function throwTooManyAttempts(thrown: unknown): never {
  if (!isRefusal(thrown)) throw thrown
  const retryAfterSeconds = Math.max(1, Math.ceil(thrown.msBeforeNext / 1000))
  fail('too_many_attempts', `Too many attempts. Try again in ${formatWait(retryAfterSeconds)}.`, { retryAfterSeconds })
}

/** Pages and route handlers each load a copy of the library but share the limiters, so `instanceof` would fail for one of the two. */
function isRefusal(thrown: unknown): thrown is Pick<RateLimiterRes, 'msBeforeNext'> {
  return typeof thrown === 'object' && thrown !== null && 'msBeforeNext' in thrown
}

function formatWait(seconds: number): string {
  const [count, unit] = seconds <= 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
