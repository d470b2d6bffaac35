import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError } from '../errors'
import { problemResponse } from '../http/problem'
import { newId } from '../ids'

/** The latest response on each connection. An invalid request gets an error response only when that does not corrupt another response. */
const latestResponses = new WeakMap<Duplex, ServerResponse>()
const rejectedConnections = new WeakSet<Duplex>()

/** Time for a client to read the error response before its connection is destroyed. */
const CLOSE_AFTER_MS = 1_000

/** Remembers the latest response of a connection. */
export function trackResponse(request: IncomingMessage, response: ServerResponse): void {
  latestResponses.set(request.socket, response)
}

/** Sends an error response for a request that Node could not parse, and closes the connection. */
export function rejectConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (rejectedConnections.has(socket)) return
  rejectedConnections.add(socket)
  const latest = latestResponses.get(socket)
  const isResponding = latest?.headersSent && !latest.writableFinished
  if (!socket.writable || isResponding || error.code === 'ECONNRESET') socket.destroy()
  else void writeLastResponse(socket, problemResponse(failureOf(error.code), newId('req')))
}

function failureOf(code: string | undefined): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return new AppError('headers_too_large', 'The URL and headers together may be at most 128 KiB.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new AppError('request_timeout', 'The request did not arrive completely in time.')
  return new AppError('malformed_request', 'This is not a valid HTTP request.')
}

async function writeLastResponse(socket: Duplex, response: Response): Promise<void> {
  const body = await response.text()
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`)
  const head = [
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`,
    ...lines,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  setTimeout(() => socket.destroy(), CLOSE_AFTER_MS).unref()
}
