import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { unlessEnding } from '../ending'
import { connectionError, errorCodes, timeoutError } from './connection-error'
import { exchange, type RepeatableRequest } from './exchange'
import { type AttemptFailure, connectionFailure, retryAfterSeconds, waitBeforeRetry } from './retry'

/**
 * Sends a request, and again while the server is starting, busy or cut off, for at most `timeoutMs` in all. Every write carries an
 * Idempotency-Key, so that it is done once.
 * @throws server_timeout, server_unreachable
 */
export async function send(request: Request, timeoutMs: number): Promise<Response> {
  const repeatable = await repeatableRequest(request)
  const deadline = AbortSignal.timeout(timeoutMs)
  for (let number = 0; ; number++) {
    await unlessEnding()
    const { response, failure, error } = await attempt(repeatable, deadline)
    const waitMs = failure && !deadline.aborted ? waitBeforeRetry(failure, number) : undefined
    if (waitMs !== undefined) await pause(waitMs * (1 + Math.random() * 0.2), undefined, { signal: deadline }).catch(() => {})
    if (waitMs !== undefined && !deadline.aborted) continue
    if (response) return response
    throw error === undefined ? timeoutError(request.url, timeoutMs) : connectionError(error, request.url)
  }
}

async function repeatableRequest(request: Request): Promise<RepeatableRequest> {
  const { method } = request
  const isWrite = method !== 'GET'
  const headers = Object.fromEntries(request.headers)
  if (isWrite) headers['idempotency-key'] ??= randomUUID()
  return { url: new URL(request.url), method, headers, body: isWrite ? await request.text() : '' }
}

interface Attempt {
  response?: Response
  failure?: AttemptFailure | undefined
  /** Undefined if only the time ran out. */
  error?: unknown
}

async function attempt(request: RepeatableRequest, signal: AbortSignal): Promise<Attempt> {
  try {
    const response = await exchange(request, signal)
    return { response, failure: await statusFailure(response) }
  } catch (error) {
    return signal.aborted ? {} : { error, failure: connectionFailure(errorCodes(error)) }
  }
}

async function statusFailure(response: Response): Promise<AttemptFailure | undefined> {
  if (response.status < 400) return undefined
  const seconds = retryAfterSeconds(response.headers.get('retry-after'), new Date())
  // The server still works on our first attempt: its result is available in a moment.
  const isInProgress = response.status === 409 && (await response.clone().text()).includes('"idempotency_in_progress"')
  return { kind: 'status', status: isInProgress ? 503 : response.status, retryAfterSeconds: seconds }
}
