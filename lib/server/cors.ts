import type { IncomingMessage, ServerResponse } from 'node:http'

const EXPOSED_HEADERS =
  'X-Request-Id, X-Session-Expires-At, X-Session-Token, ETag, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After'
const ALLOWED_HEADERS = 'Authorization, Content-Type, Idempotency-Key, If-Match, X-Api-Key, X-Memanto-Client, X-Session-Token'
const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE'
const MAX_AGE_SECONDS = '600'

/** Allows pages of the given origins to call the API. Returns true when the request was a preflight, to which it has responded. */
export function allowOrigins(request: IncomingMessage, response: ServerResponse, origins: ReadonlySet<string>): boolean {
  if (origins.size === 0) return false
  response.setHeader('vary', 'Origin')
  const { origin, 'access-control-request-method': requestedMethod } = request.headers
  if (origin === undefined || !origins.has(origin)) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', EXPOSED_HEADERS)
  if (request.method !== 'OPTIONS' || requestedMethod === undefined) return false
  response.setHeader('access-control-allow-methods', ALLOWED_METHODS)
  response.setHeader('access-control-allow-headers', ALLOWED_HEADERS)
  response.setHeader('access-control-max-age', MAX_AGE_SECONDS)
  response.writeHead(204).end()
  return true
}
