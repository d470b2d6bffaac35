import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, ERRORS } from '../errors'
import { BATCH_BODY_LIMIT, maxSentBytes } from '../http/body'
import { problemResponse } from '../http/problem'
import { newId } from '../ids'

/** How long a refused body is read and thrown away, so that its sender gets to our answer. */
const DISCARD_MS = 5_000

/** Answers with a failure before any handler is asked. */
export async function sendProblem(response: ServerResponse, failure: AppError): Promise<void> {
  const answer = problemResponse(failure, newId('req'))
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  response.statusCode = answer.status
  response.end(await answer.text())
}

/** More than any route takes: refused by its announced length, before a byte of it is read. */
export function announcesLargeBody(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > maxSentBytes(BATCH_BODY_LIMIT)
}

/** A sender that waits for 100 Continue is cut off; the body of any other is read and thrown away for a while, so that it receives the answer. */
export function rejectLargeBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect) response.setHeader('connection', 'close')
  else discardBody(request)
  void sendProblem(response, new AppError('body_too_large', `The body may be at most ${BATCH_BODY_LIMIT / 1_000_000} MB.`))
}

/** Programs get the problem that the API would send; people get a page that reloads by itself. */
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

/** While the server waits for its database, programs get a 503 with Retry-After, and people a page that reloads by itself. */
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

/** Refuses a page at a host that is neither PUBLIC_URL's nor this machine's. The host is not repeated: a stranger may have chosen it. */
export function sendUnknownHost(request: IncomingMessage, response: ServerResponse): void {
  const { status, title } = ERRORS.unknown_host
  if (!request.headers.accept?.includes('text/html'))
    return void sendProblem(response, new AppError('unknown_host', `${title}. ${UNKNOWN_HOST_REMEDY}`))
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p>${UNKNOWN_HOST_REMEDY}</p></html>`)
}
