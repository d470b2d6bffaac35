/** What became of one attempt that gave no answer to keep. */
export type Outcome = { kind: 'status'; status: number; retryAfterSeconds: number | undefined } | { kind: 'refused' | 'broken' }

/** A server that is starting answers within this; one that is down never does. */
const REFUSED_WAITS_MS = [100, 250, 500]
const BUSY_WAITS_MS = [250, 500, 1000, 2000]

/** A server may ask for patience, but not for more than a person at a terminal has. */
const LONGEST_WAIT_SECONDS = 15

const WORTH_RETRYING: readonly number[] = [429, 502, 503, 504]

/** Milliseconds to wait before the next attempt; undefined when there shall be none. `attempt` counts from 0. */
export function waitBeforeRetry(outcome: Outcome, attempt: number): number | undefined {
  if (outcome.kind === 'refused') return REFUSED_WAITS_MS[attempt]
  const usual = BUSY_WAITS_MS[attempt]
  if (outcome.kind !== 'status' || usual === undefined) return usual
  const { status, retryAfterSeconds } = outcome
  if (!WORTH_RETRYING.includes(status)) return undefined
  if (retryAfterSeconds === undefined) return usual
  return retryAfterSeconds <= LONGEST_WAIT_SECONDS ? Math.max(retryAfterSeconds * 1000, 100) : undefined
}

/** Seconds of a `Retry-After` header: a number, or a date. */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000)
}

const REFUSED = new Set(['ECONNREFUSED'])
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED'])

/** What a failed connection calls for; undefined for what another attempt does not mend, such as an unknown host. */
export function connectionOutcome(codes: readonly string[]): Outcome | undefined {
  if (codes.some((code) => REFUSED.has(code))) return { kind: 'refused' }
  return codes.some((code) => BROKEN.has(code)) ? { kind: 'broken' } : undefined
}
