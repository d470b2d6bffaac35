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

export function setTransportHeaders(response: ServerResponse, isSecure: boolean): void {
  if (isSecure) response.setHeader('strict-transport-security', `max-age=${YEAR_SECONDS}`)
}

/** An answer for programs: nothing in it may run, be framed or be guessed to be something else. */
export function setApiHeaders(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
}

/** Next takes the nonce for its own scripts from the request's policy, and pages take it from `x-nonce`; what a client sent there never reaches them. */
export function setPageHeaders(request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce)
  Object.assign(request.headers, { 'content-security-policy': policy, 'x-nonce': nonce })
  delete request.headers['content-security-policy-report-only']
  response.setHeader('content-security-policy', policy)
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value)
}

const isDevelopment = process.env.NODE_ENV === 'development'

/** Styles may be inline: charts and dialogs place themselves by style attributes, and a style runs nothing. */
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
