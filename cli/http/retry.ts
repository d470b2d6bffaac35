/** Why an attempt has no final response: an error status, a refused connection, or a connection that broke. */
export type AttemptFailure = { kind: 'status'; status: number; retryAfterSeconds: number | undefined } | { kind: 'refused' | 'broken' }

/** A server that is starting accepts connections within this time. */
const REFUSED_WAITS_MS = [100, 250, 500]
const BUSY_WAITS_MS = [250, 500, 1000, 2000]

/** A longer `Retry-After` is reported instead of waited for: a person may be at the terminal. */
const LONGEST_WAIT_SECONDS = 15

const RETRYABLE_STATUSES: readonly number[] = [429, 502, 503, 504]

/** Returns the milliseconds to wait before the next attempt, or undefined if there should be none. `attempt` counts from 0. */
export function waitBeforeRetry(failure: AttemptFailure, attempt: number): number | undefined {
  if (failure.kind === 'refused') return REFUSED_WAITS_MS[attempt]
  const usual = BUSY_WAITS_MS[attempt]
  if (failure.kind !== 'status' || usual === undefined) return usual
  const { status, retryAfterSeconds } = failure
  if (!RETRYABLE_STATUSES.includes(status)) return undefined
  if (retryAfterSeconds === undefined) return usual
  return retryAfterSeconds <= LONGEST_WAIT_SECONDS ? Math.max(retryAfterSeconds * 1000, 100) : undefined
}

/** Returns the seconds of a `Retry-After` header, which holds a number or a date; undefined if it holds neither. */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000)
}

const REFUSED_CODES = new Set(['ECONNREFUSED'])
const BROKEN_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED'])

/** Classifies a connection error by its codes; undefined for errors that another attempt does not change, such as an unknown host. */
export function connectionFailure(codes: readonly string[]): AttemptFailure | undefined {
  if (codes.some((code) => REFUSED_CODES.has(code))) return { kind: 'refused' }
  return codes.some((code) => BROKEN_CODES.has(code)) ? { kind: 'broken' } : undefined
}
