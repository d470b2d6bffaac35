import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { exchange, type Sendable } from './exchange'
import { CommandFailure } from './failures'
import { connectionOutcome, type Outcome, retryAfterSeconds, waitBeforeRetry } from './retry'

const NAMED_BY = 'Change the server with `memanto config set server_url URL` or MEMANTO_URL.'

/** Sends a request until it is answered, for `timeoutMs` in all. Every write carries an Idempotency-Key, so that it is done once. */
export async function send(request: Request, timeoutMs: number): Promise<Response> {
  const sent = await repeatable(request)
  const deadline = AbortSignal.timeout(timeoutMs)
  for (let attempt = 0; ; attempt++) {
    const { response, outcome, error } = await attemptOf(sent, deadline)
    const waitMs = outcome && !deadline.aborted ? waitBeforeRetry(outcome, attempt) : undefined
    if (waitMs === undefined) return response ?? refuse(error, request.url, timeoutMs)
    await pause(waitMs * (1 + Math.random() * 0.2), undefined, { signal: deadline }).catch(() => {})
    if (deadline.aborted) return response ?? refuse(error, request.url, timeoutMs)
  }
}

async function repeatable(request: Request): Promise<Sendable> {
  const { method } = request
  const isWrite = method !== 'GET'
  const headers = Object.fromEntries(request.headers)
  if (isWrite) headers['idempotency-key'] ??= randomUUID()
  return { url: new URL(request.url), method, headers, body: isWrite ? await request.text() : '' }
}

interface Attempt {
  response?: Response
  outcome?: Outcome | undefined
  /** Undefined where nothing went wrong but the time. */
  error?: unknown
}

async function attemptOf(sent: Sendable, signal: AbortSignal): Promise<Attempt> {
  try {
    const response = await exchange(sent, signal)
    return { response, outcome: await outcomeOf(response) }
  } catch (error) {
    return signal.aborted ? {} : { error, outcome: connectionOutcome(errorCodes(error)) }
  }
}

async function outcomeOf(response: Response): Promise<Outcome | undefined> {
  if (response.status < 400) return undefined
  const after = retryAfterSeconds(response.headers.get('retry-after'), new Date())
  // Our own first attempt is still at work: its answer comes in a moment.
  const status = response.status === 409 && (await response.clone().text()).includes('"idempotency_in_progress"') ? 503 : response.status
  return { kind: 'status', status, retryAfterSeconds: after }
}

/** The code of an error and of everything that caused it. */
function errorCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const { code, cause } = error as NodeJS.ErrnoException & { cause?: unknown }
  const several = error instanceof AggregateError ? error.errors.flatMap(errorCodes) : []
  return [...(typeof code === 'string' ? [code] : []), ...several, ...errorCodes(cause)]
}

function refuse(error: unknown, url: string, timeoutMs: number): never {
  const server = new URL(url).origin
  if (error === undefined)
    throw new CommandFailure(
      'server_timeout',
      `${server} did not answer within ${timeoutMs / 1000} s.`,
      `Try again, with a longer --timeout if the connection is slow. ${NAMED_BY}`,
    )
  const codes = errorCodes(error)
  const reason = REASONS.find(([start]) => codes.some((code) => code.startsWith(start)))?.[1] ?? codes.at(0) ?? 'the connection failed'
  throw new CommandFailure(
    'server_unreachable',
    `${server} cannot be reached: ${reason}.`,
    `Check that the server is running. ${NAMED_BY}`,
    {
      cause: error,
    },
  )
}

const NO_TLS = 'it does not use TLS (try http: instead of https:)'

/** By how the code begins. */
const REASONS: [start: string, words: string][] = [
  ['ECONNREFUSED', 'connection refused'],
  ['ENOTFOUND', 'unknown host'],
  ['EAI_AGAIN', 'the host name could not be resolved'],
  ['ECONNRESET', 'the connection was closed'],
  ['EPIPE', 'the connection was closed'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate authority is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate authority is not trusted'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['EPROTO', NO_TLS],
  ['ERR_SSL', NO_TLS],
  ['HPE_', 'it is not an HTTP server'],
]
