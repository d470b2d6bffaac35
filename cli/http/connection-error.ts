import { CommandError } from '../errors'

const CHANGE_SERVER = 'Change the server with `memanto config set server_url URL` or MEMANTO_URL.'

/** Returns the code of an error and of everything that caused it. */
export function errorCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const { code, cause } = error as NodeJS.ErrnoException & { cause?: unknown }
  const several = error instanceof AggregateError ? error.errors.flatMap(errorCodes) : []
  return [...(typeof code === 'string' ? [code] : []), ...several, ...errorCodes(cause)]
}

/** Returns the error for a server that did not respond in time. */
export function timeoutError(url: string, timeoutMs: number): CommandError {
  return new CommandError(
    'server_timeout',
    `${new URL(url).origin} did not answer within ${timeoutMs / 1000} s.`,
    `Try again, with a longer --timeout if the connection is slow. ${CHANGE_SERVER}`,
  )
}

/** Returns the error for a connection that failed, with the reason in words. */
export function connectionError(cause: unknown, url: string): CommandError {
  const codes = errorCodes(cause)
  const reason = REASONS.find(([start]) => codes.some((code) => code.startsWith(start)))?.[1] ?? codes.at(0) ?? 'the connection failed'
  const message = `${new URL(url).origin} cannot be reached: ${reason}.`
  return new CommandError('server_unreachable', message, `Check that the server is running. ${CHANGE_SERVER}`, { cause })
}

const NO_TLS = 'it does not use TLS (try http: instead of https:)'

/** By the beginning of the code. Of several addresses of a host, the first reason of this list is named: that of an address with a route says more. */
const REASONS: [start: string, words: string][] = [
  ['ECONNREFUSED', 'connection refused'],
  ['ENOTFOUND', 'unknown host'],
  ['EAI_AGAIN', 'the host name could not be resolved'],
  ['ECONNRESET', 'the connection was closed'],
  ['EPIPE', 'the connection was closed'],
  ['ECONNABORTED', 'the connection was closed'],
  ['ETIMEDOUT', 'it does not answer'],
  ['EHOSTUNREACH', 'there is no route to it'],
  ['ENETUNREACH', 'this machine has no network, or no route to it'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate authority is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate authority is not trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'its certificate authority is not trusted'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
  ['EPROTO', NO_TLS],
  ['ERR_SSL', NO_TLS],
  ['HPE_', 'it is not an HTTP server'],
]
