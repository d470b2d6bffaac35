import type { IncomingMessage, ServerResponse } from 'node:http'

const EXPOSED = 'X-Request-Id, X-Session-Expires-At, X-Session-Token, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After'
const TAKEN = 'Authorization, Content-Type, Idempotency-Key, X-Api-Key, X-Session-Token'
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE'
const TEN_MINUTES_S = '600'

/** Lets pages of the named origins call the API. True when the request was a preflight, which is answered here. */
export function allowOrigins(request: IncomingMessage, response: ServerResponse, origins: ReadonlySet<string>): boolean {
  if (origins.size === 0) return false
  response.setHeader('vary', 'Origin')
  const { origin, 'access-control-request-method': wanted } = request.headers
  if (origin === undefined || !origins.has(origin)) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', EXPOSED)
  if (request.method !== 'OPTIONS' || wanted === undefined) return false
  response.setHeader('access-control-allow-methods', METHODS)
  response.setHeader('access-control-allow-headers', TAKEN)
  response.setHeader('access-control-max-age', TEN_MINUTES_S)
  response.writeHead(204).end()
  return true
}
