import { AppError, fail } from '../errors'
import { type Admission, acquireSlot, startAdmission } from '../limits/admission'
import { bodySlots } from '../limits/slots'

/** The largest body in bytes. Escapes such as `\u00fc` count as the characters that they stand for. */
export const BODY_LIMIT = 1_000_000
export const BATCH_BODY_LIMIT = 5_000_000
const MAX_NESTING = 64

/** Returns the number of bytes that may be sent for a body of `limit` bytes. A hundred of the longest memories take 7.2 MB when every character is escaped. */
export const maxSentBytes = (limit: number) => 2 * limit

/** Reads a request's body as a JSON object, whatever its content type; `{}` when it is empty. @throws body_too_large, malformed_request, malformed_json, invalid_request */
export async function readJsonObject(request: Request, limit = BODY_LIMIT): Promise<Record<string, unknown>> {
  return parseJsonObject(await readText(request, limit))
}

/** Parses a JSON object; `{}` when the text is empty. @throws malformed_json, invalid_request when it is not an object */
export function parseJsonObject(text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  if (isNestedTooDeeply(text)) fail('malformed_json', `The body is nested more than ${MAX_NESTING} levels deep.`)
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    fail('invalid_request', 'The body must be a JSON object.', { errors: [{ field: 'body', message: 'must be a JSON object' }] })
  return value as Record<string, unknown>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the body, which may contain a secret.
    return fail('malformed_json', 'The body could not be read as JSON. Check quotes, commas and brackets.')
  }
}

/** A received body, or why it could not be received. */
export type ReceivedBody = { bytes: Uint8Array | ArrayBuffer; failure?: undefined } | { bytes?: undefined; failure: AppError }

/**
 * Receives the body of a request before it takes a slot to work in, so that a slow sender blocks nobody. An error is thrown only when the body is
 * decoded. A large body takes one of the `bodySlots`, which the admission gives back.
 */
export async function receiveBody(request: Request, limit = BODY_LIMIT, admission = startAdmission(null)): Promise<ReceivedBody> {
  try {
    return { bytes: await readBytes(request, limit, admission) }
  } catch (thrown) {
    if (thrown instanceof AppError) return { failure: thrown }
    return { failure: new AppError('malformed_request', 'The body did not arrive completely.') }
  }
}

/** Decodes a received body as UTF-8 text. @throws body_too_large when it is larger than `limit` bytes without escapes, malformed_request, malformed_json */
export function decodeBody({ bytes, failure }: ReceivedBody, limit = BODY_LIMIT): string {
  if (failure) throw failure
  const text = decode(bytes)
  if (bytes.byteLength > limit && bytes.byteLength - bytesAddedByEscapes(text) > limit) throwTooLarge(limit)
  return text
}

/** Reads a request's body as text, whatever its content type. @throws body_too_large, malformed_request, malformed_json */
export async function readText(request: Request, limit = BODY_LIMIT): Promise<string> {
  return decodeBody(await receiveBody(request, limit), limit)
}

/** Bodies up to this size take no slot of `bodySlots`. */
const SMALL_BODY = 64_000

async function readBytes(request: Request, limit: number, admission: Admission): Promise<Uint8Array | ArrayBuffer> {
  const announcedBytes = request.headers.get('content-length')
  if (announcedBytes === '0' || (announcedBytes === null && request.body === null)) return new Uint8Array()
  if (Number(announcedBytes ?? 0) > maxSentBytes(limit)) throwTooLarge(limit)
  if (Number(announcedBytes ?? 0) > SMALL_BODY) await acquireSlot(admission, bodySlots())
  // A body is never longer than its Content-Length, and reading it at once takes our server a sixth of the time that reading a stream takes.
  return announcedBytes === null ? await readStream(request, limit, admission) : await request.arrayBuffer()
}

async function readStream(request: Request, limit: number, admission: Admission): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxSentBytes(limit)) throwTooLarge(limit)
    if (size > SMALL_BODY) await acquireSlot(admission, bodySlots())
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** @throws body_too_large */
export const throwTooLarge = (limit: number) => fail('body_too_large', `The body may be at most ${limit / 1_000_000} MB.`)

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array | ArrayBuffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return fail('malformed_json', 'The body is not UTF-8 text.')
  }
}

/** Returns by how many bytes a JSON text is longer than it would be without escapes. */
function bytesAddedByEscapes(text: string): number {
  let saved = 0
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at)) {
    const isUnicode = text[at + 1] === 'u'
    saved += isUnicode ? 6 - utf8Length(Number.parseInt(text.slice(at + 2, at + 6), 16)) : 1
    at += isUnicode ? 6 : 2
  }
  return saved
}

/** Returns the UTF-8 bytes of a UTF-16 unit; 2 for each half of a surrogate pair, which takes 4. */
function utf8Length(unit: number): number {
  if (unit < 0x80) return 1
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3
}

/** Returns whether brackets outside strings are nested too deeply: recursive functions would overflow the stack. */
export function isNestedTooDeeply(text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (inString && char === '\\') at++
    else if (char === '"') inString = !inString
    else if (!inString && (char === '[' || char === '{') && ++depth > MAX_NESTING) return true
    else if (!inString && (char === ']' || char === '}')) depth--
  }
  return false
}
