import { codeOf } from '../../db/error-code'
import { AppError, ERRORS } from '../errors'

/** Returns the response for an error: problem+json (RFC 9457). */
export function problemResponse(error: AppError, requestId: string): Response {
  const { status, title } = ERRORS[error.code]
  const { retryAfterSeconds, allow, ...details } = error.details
  const body = {
    type: `/docs/errors/${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    request_id: requestId,
    ...details,
  }
  const headers = new Headers({ 'content-type': 'application/problem+json', 'x-request-id': requestId })
  if (status === 401) headers.set('www-authenticate', authenticateHeader(error))
  if (allow) headers.set('allow', allow.join(', '))
  if (status === 503 || status === 429) headers.set('retry-after', String(retryAfterSeconds ?? 1))
  return new Response(JSON.stringify(body), { status, headers })
}

const authenticateHeader = ({ code }: AppError) =>
  code.includes('api_key') ? 'Bearer realm="memanto"' : 'Memanto-Session realm="memanto", header="X-Session-Token"'

/** SQLSTATE classes and codes for a lost connection, a server that starts or stops, missing resources, and a transaction that timed out. */
const PG_UNAVAILABLE = /^(08|57P0|53|25P0[34])/
const NETWORK_DOWN = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** Turns anything that was thrown into an AppError. An unknown error becomes `internal_error`, whose message says nothing about it. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (isPoolExhausted(thrown))
    return new AppError('overloaded', 'Every database connection is in use. Try again in a moment.', {}, { cause: thrown })
  if (isContended(thrown))
    return new AppError('overloaded', 'Too many changes to the same data at once. Try again in a moment.', {}, { cause: thrown })
  if (codeOf(thrown) === STATEMENT_TIMEOUT)
    return new AppError('overloaded', 'The database took too long. Try again in a moment.', {}, { cause: thrown })
  if (codeOf(thrown) === READ_ONLY)
    return new AppError('database_unavailable', 'The database is read-only at the moment. Try again later.', {}, { cause: thrown })
  if (isDatabaseDown(thrown))
    return new AppError('database_unavailable', 'The database does not answer. Try again in a moment.', {}, { cause: thrown })
  return new AppError(
    'internal_error',
    'Something went wrong. Try again; if it persists, send the request_id to your server admin.',
    {},
    { cause: thrown },
  )
}

/** True when no connection of the pool became free in time. This error of pg has no code. */
const isPoolExhausted = (thrown: unknown) => thrown instanceof Error && thrown.message === 'timeout exceeded when trying to connect'

/** True for serialization failures, deadlocks and lock timeouts. Postgres has undone the work, and a retry is likely to succeed. */
const isContended = (thrown: unknown) => ['40001', '40P01', '55P03'].includes(String(codeOf(thrown)))

const STATEMENT_TIMEOUT = '57014'
/** A replica, or a primary that was demoted. */
const READ_ONLY = '25006'

function isDatabaseDown(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  if (/^Connection terminated|is not queryable$|^Query read timeout$|^timeout expired$/.test(thrown.message)) return true
  const code = codeOf(thrown)
  return code !== undefined && (PG_UNAVAILABLE.test(code) || NETWORK_DOWN.has(code))
}
