import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { unlessEnding } from '../ending'
import { ApiError, CommandError } from '../errors'
import { CLIENT } from './client'
import { connectionError, timeoutError } from './connection-error'
import { isProblem, notMemanto } from './not-memanto'
import { retryAfterSeconds } from './retry'

/** A request whose body or response is too large for memory. */
export interface StreamedRequest {
  url: URL
  method: 'GET' | 'POST'
  headers: Record<string, string>
  /** The body as it is read; `content-length` says how long it is. */
  body?: Readable
  /** How long the server may be silent while a body is sent or a response is read. */
  silenceMs: number
}

/** How much longer the server may be silent when it has a body and works on it: a proxy may have taken all of it at once and pass it on meanwhile. */
const WORKING_FACTOR = 10

/**
 * Sends a request and returns its response as it arrives. The rest of a body is not sent once the server has answered.
 * @throws ApiError if the API refused it; server_unreachable, server_timeout, not_memanto
 */
export async function streamRequest(streamed: StreamedRequest): Promise<AsyncIterable<Buffer>> {
  await unlessEnding()
  const { url, method, headers, body } = streamed
  const request = url.protocol === 'https:' ? (await import('node:https')).request : httpRequest
  const outgoing: ClientRequest = request(url, { method, headers: { 'X-Memanto-Client': CLIENT, ...headers } })
  limitSilence(outgoing, streamed)
  const answered = new Promise<IncomingMessage>((resolve, reject) => outgoing.on('response', resolve).on('error', reject))
  if (body) pipeline(body, outgoing).catch(() => {})
  else outgoing.end()
  const response = await answered.catch((error: unknown) => {
    throw asConnectionError(error, url)
  })
  const parts = partsOf(response, streamed)
  if (isSuccess(response)) return parts
  throw refusalOf(response, await readText(parts))
}

/** Ends a request whose server is silent before it answers. */
function limitSilence(outgoing: ClientRequest, { url, body, silenceMs }: StreamedRequest): void {
  let limitMs = silenceMs
  const setLimit = (ms: number) => {
    limitMs = ms
    outgoing.setTimeout(ms)
  }
  outgoing.on('timeout', () => outgoing.destroy(timeoutError(url.href, limitMs)))
  outgoing.on('response', () => setLimit(0))
  if (body) outgoing.on('finish', () => setLimit(silenceMs * WORKING_FACTOR))
  setLimit(silenceMs)
}

/**
 * Yields a response as it arrives. Time counts as silence while a part is awaited, not while the reader is busy with one.
 * @throws server_unreachable, server_timeout
 */
async function* partsOf(response: IncomingMessage, { url, silenceMs }: StreamedRequest): AsyncGenerator<Buffer> {
  const parts: AsyncIterator<Buffer> = response[Symbol.asyncIterator]()
  const next = async () => {
    const timer = setTimeout(() => response.destroy(timeoutError(url.href, silenceMs)), silenceMs)
    return parts.next().finally(() => clearTimeout(timer))
  }
  try {
    for (let part = await next(); !part.done; part = await next()) yield part.value
  } catch (error) {
    throw asConnectionError(error, url)
  } finally {
    response.destroy()
  }
}

const asConnectionError = (error: unknown, { href }: URL) => (error instanceof CommandError ? error : connectionError(error, href))

/** Reads a response to its end. */
export async function readText(parts: AsyncIterable<Buffer>): Promise<string> {
  const read: Buffer[] = []
  for await (const part of parts) read.push(part)
  return Buffer.concat(read).toString('utf8')
}

/** What the API sends: JSON, JSON Lines or Markdown. A page is from another server. */
const OUR_TYPES = /^(application\/(json|x-ndjson)|text\/markdown)\b/

const isSuccess = ({ statusCode = 500, headers }: IncomingMessage) => statusCode < 300 && OUR_TYPES.test(headers['content-type'] ?? '')

function refusalOf({ statusCode = 500, headers }: IncomingMessage, text: string): Error {
  const problem = parse(text)
  if (!isProblem(problem)) return notMemanto(statusCode, headers.location)
  return new ApiError(problem, retryAfterSeconds(headers['retry-after'] ?? null, new Date()))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
