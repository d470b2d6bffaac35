import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

const YEAR_SECONDS = 31_536_000

const PAGE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** Tells browsers to use only https, when a request was received over https. */
export function setTransportHeaders(response: ServerResponse, isSecure: boolean): void {
  if (isSecure) response.setHeader('strict-transport-security', `max-age=${YEAR_SECONDS}`)
}

/** Sets the headers of an API response: nothing in it may run as a script, be framed or be interpreted as another type. */
export function setApiHeaders(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
}

/** Sets the headers of a page. Next reads the nonce for its own scripts from the policy in the request, and pages read it from `x-nonce`; what a client sent in these headers is replaced. */
export function setPageHeaders(request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce)
  Object.assign(request.headers, { 'content-security-policy': policy, 'x-nonce': nonce })
  delete request.headers['content-security-policy-report-only']
  response.setHeader('content-security-policy', policy)
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value)
}

const isDevelopment = process.env.NODE_ENV === 'development'

/** Returns the content security policy of a page. Styles may be inline: charts and dialogs use style attributes, and a style runs no script. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
