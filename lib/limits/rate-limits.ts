import { LRUCache } from 'lru-cache'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { AppError } from '../errors'
import { settings, singleton } from '../process'
import { addressGroup } from './address-group'
import type { LimitedCaller, Quota } from './quotas'

const WINDOW_SECONDS = 60
/** The number of counters that are kept. Above it, the least recently used counters start again from zero. */
const MAX_COUNTERS = 100_000

interface Counters {
  limiter: RateLimiterMemory
  names: LRUCache<string, true>
}

/** Returns the counters of this process. Each counts for a minute from its first request on. They have no limits of their own, because each key can have another limit. */
export function rateLimitCounters(): Counters {
  return singleton('rateLimitCounters', () => {
    const limiter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS })
    const names = new LRUCache<string, true>({ max: MAX_COUNTERS, dispose: (_, name) => void limiter.delete(name) })
    return { limiter, names }
  })
}

interface Count {
  count: number
  resetSeconds: number
}

async function increment(name: string): Promise<Count> {
  const { limiter, names } = rateLimitCounters()
  names.set(name, true)
  const { consumedPoints, msBeforeNext } = await limiter.penalty(name)
  return { count: consumedPoints, resetSeconds: Math.ceil(msBeforeNext / 1000) }
}

async function readCount(name: string): Promise<Count | undefined> {
  const found = await rateLimitCounters().limiter.get(name)
  return found === null ? undefined : { count: found.consumedPoints, resetSeconds: Math.max(1, Math.ceil(found.msBeforeNext / 1000)) }
}

/** The rate limits of keys that have their own, as the last authentication returned them. */
const keyLimits = () => singleton('ownRateLimits', () => new LRUCache<string, number>({ max: 20_000 }))

/** Remembers the rate limit of a key for its next request; null for the limit of the settings. */
export function rememberRateLimit(issuedTo: string, perMinute: number | null): void {
  if (perMinute !== null) keyLimits().set(issuedTo, perMinute)
  else keyLimits().delete(issuedTo)
}

/** Counts a request of an identified caller, and adds to `quotas` what is left. @throws rate_limit_exceeded */
export async function countRequest(quotas: Quota[], { teamId, issuedTo }: LimitedCaller): Promise<void> {
  const { RATE_LIMIT_KEY, RATE_LIMIT_TEAM } = settings()
  await consume(quotas, 'key', issuedTo, keyLimits().get(issuedTo) ?? RATE_LIMIT_KEY)
  await consume(quotas, 'team', teamId, RATE_LIMIT_TEAM)
}

const counterOf = (name: Quota['name'], id: string) => `${name} ${id}`

async function consume(quotas: Quota[], name: Quota['name'], id: string, perMinute: number): Promise<void> {
  if (perMinute === 0) return
  const { count, resetSeconds } = await increment(counterOf(name, id))
  quotas.push({ name, perMinute, remaining: Math.max(0, perMinute - count), resetSeconds })
  if (count > perMinute) throw limitExceeded(`Rate limit of your ${name} exceeded (${perMinute} requests per minute).`, resetSeconds)
}

/** Takes back the count of a request, which does not count for its caller after all. */
export async function uncountRequest(quotas: Quota[], { teamId, issuedTo }: LimitedCaller): Promise<void> {
  const { limiter, names } = rateLimitCounters()
  for (const { name } of quotas.splice(0)) {
    const counter = counterOf(name, name === 'key' ? issuedTo : teamId)
    if (names.has(counter)) await limiter.reward(counter)
  }
}

/** Counts a request without a credential. @throws rate_limit_exceeded */
export async function countAnonymousRequest(address: string | null): Promise<void> {
  const { RATE_LIMIT_ANONYMOUS: perMinute } = settings()
  if (perMinute === 0) return
  const { count, resetSeconds } = await increment(`anonymous ${addressGroup(address)}`)
  if (count > perMinute)
    throw limitExceeded(`Rate limit of your IP address exceeded (${perMinute} requests per minute without credentials).`, resetSeconds)
}

/** Counts a failed authentication by an address or a credential. Returns an error when there were too many. */
export async function countFailedAuthentication(by: string): Promise<AppError | undefined> {
  const { RATE_LIMIT_FAILED_AUTH: perMinute } = settings()
  if (perMinute === 0) return undefined
  const { count, resetSeconds } = await increment(`failed ${by}`)
  return count > perMinute ? tooManyFailures(resetSeconds) : undefined
}

/** Rejects a request, without a query, when too many authentications by its address or credential failed. @throws rate_limit_exceeded */
export async function rejectAfterFailures(by: string): Promise<void> {
  const { RATE_LIMIT_FAILED_AUTH: perMinute } = settings()
  const found = perMinute === 0 ? undefined : await readCount(`failed ${by}`)
  if (found && found.count >= perMinute) throw tooManyFailures(found.resetSeconds)
}

const tooManyFailures = (resetSeconds: number) => limitExceeded('Too many requests with invalid credentials.', resetSeconds)

const limitExceeded = (sentence: string, retryAfterSeconds: number) =>
  new AppError('rate_limit_exceeded', `${sentence} Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds })

/** Returns the headers RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateLimitHeaders(quotas: readonly Quota[]): { 'ratelimit-policy': string; ratelimit: string } {
  return {
    'ratelimit-policy': quotas.map(({ name, perMinute }) => `"${name}";q=${perMinute};w=${WINDOW_SECONDS}`).join(', '),
    ratelimit: quotas.map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`).join(', '),
  }
}
