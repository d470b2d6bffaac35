import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError } from '../errors'
import { problemResponse } from '../http/problem'
import { newId } from '../ids'

/** The latest answer on each connection: a broken request gets an error answer only where that would not corrupt another answer. */
const answers = new WeakMap<Duplex, ServerResponse>()
const refused = new WeakSet<Duplex>()

/** Time for a client to read why it was refused, before its connection is destroyed. */
const LAST_WORDS_MS = 1_000

export function trackAnswer(request: IncomingMessage, response: ServerResponse): void {
  answers.set(request.socket, response)
}

/** Answers what Node could not read as a request, and closes the connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (refused.has(socket)) return
  refused.add(socket)
  const latest = answers.get(socket)
  const isAnswering = latest?.headersSent && !latest.writableFinished
  if (!socket.writable || isAnswering || error.code === 'ECONNRESET') socket.destroy()
  else void lastAnswer(socket, problemResponse(failureOf(error.code), newId('req')))
}

function failureOf(code: string | undefined): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return new AppError('headers_too_large', 'The URL and headers together may be at most 128 KiB.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new AppError('request_timeout', 'The request did not arrive completely in time.')
  return new AppError('malformed_request', 'This is not a valid HTTP request.')
}

async function lastAnswer(socket: Duplex, answer: Response): Promise<void> {
  const body = await answer.text()
  const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}`)
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    ...lines,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  setTimeout(() => socket.destroy(), LAST_WORDS_MS).unref()
}
