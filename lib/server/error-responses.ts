import type { IncomingMessage, ServerResponse } from 'node:http'
import { streamedBodyLimit } from '../api/streamed-bodies'
import { AppError, ERRORS } from '../errors'
import { BATCH_BODY_LIMIT, maxSentBytes } from '../http/body'
import { problemResponse } from '../http/problem'
import { newId } from '../ids'

/** How long a rejected body is read and discarded, so that its sender can read the response. */
const DISCARD_MS = 5_000

/** Sends an error as problem+json, for a request that reaches no handler. */
export async function sendProblem(response: ServerResponse, failure: AppError): Promise<void> {
  const problem = problemResponse(failure, newId('req'))
  for (const [name, value] of problem.headers) response.setHeader(name, value)
  response.statusCode = problem.status
  response.end(await problem.text())
}

/** The limit of a body that an operation reads as it arrives; undefined for all other requests. */
export const streamLimitOf = ({ method, url = '' }: IncomingMessage) => streamedBodyLimit(method, url.replace(/[?#].*$/s, ''))

/** True when the Content-Length of a request exceeds what its route accepts, or any route, so that it can be rejected before its body is read. */
export function announcesLargeBody(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > (streamLimitOf(request) ?? maxSentBytes(BATCH_BODY_LIMIT))
}

/** Responds 413 to a request with a large body. Closes the connection of a sender that waits for 100 Continue; reads and discards the body of any other for a while, so that it can read the response. */
export function rejectLargeBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect) response.setHeader('connection', 'close')
  else discardBody(request)
  const limit = streamLimitOf(request) ?? BATCH_BODY_LIMIT
  void sendProblem(response, new AppError('body_too_large', `The body may be at most ${limit / 1_000_000} MB.`))
}

/** Sends an error of a page: a page that reloads by itself to a browser, problem+json to a program. */
export function sendPageError(request: IncomingMessage, response: ServerResponse, failure: AppError): void {
  if (response.destroyed) return
  if (!request.headers.accept?.includes('text/html')) return void sendProblem(response, failure)
  const seconds = String(failure.details.retryAfterSeconds ?? 1)
  const head = { 'content-type': 'text/html; charset=utf-8', 'retry-after': seconds, refresh: seconds, 'cache-control': 'no-store' }
  response.writeHead(ERRORS[failure.code].status, head)
  response.end(
    `<!doctype html><html lang="en"><title>Memanto is busy</title><p>${failure.message} This page reloads automatically.</p></html>`,
  )
}

function discardBody(request: IncomingMessage): void {
  const timer = setTimeout(() => request.socket.destroy(), DISCARD_MS)
  request.once('close', () => clearTimeout(timer))
  request.resume()
}

/** Responds 503 while the server waits for its database: with a page that reloads by itself to a browser, with problem+json to a program. */
export function sendStarting(request: IncomingMessage, response: ServerResponse): void {
  if (!request.headers.accept?.includes('text/html'))
    return void sendProblem(response, new AppError('database_unavailable', 'The server is starting. Try again in a moment.'))
  response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '1', refresh: '1' })
  response.end(
    '<!doctype html><html lang="en"><title>Memanto is starting</title><p>Memanto is starting. This page reloads automatically.</p></html>',
  )
}

const UNKNOWN_HOST_REMEDY =
  'The server admin can allow it: set PUBLIC_URL to the address that people use, such as https://memanto.example.com, and restart.'

/** Responds 421 to a page request for a host that is neither that of PUBLIC_URL nor this machine's. The response does not contain the host, which an attacker may have chosen. */
export function sendUnknownHost(request: IncomingMessage, response: ServerResponse): void {
  const { status, title } = ERRORS.unknown_host
  if (!request.headers.accept?.includes('text/html'))
    return void sendProblem(response, new AppError('unknown_host', `${title}. ${UNKNOWN_HOST_REMEDY}`))
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p>${UNKNOWN_HOST_REMEDY}</p></html>`)
}
