import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from './api'
import { ApiFailure, CommandFailure, type Problem } from './failures'
import { isObject } from './json-file'
import { retryAfterSeconds } from './retry'
import { send } from './transport'

type Shapes = components['schemas']
export type Agent = Shapes['Agent']
export type Session = Shapes['Session']
export type SessionInfo = Shapes['SessionInfo']
export type ExtendedSession = Shapes['ExtendedSession']
export type Summary = Shapes['Summary']
export type SessionDetail = Shapes['SessionInfoDetail'] | Shapes['SummaryDetail']
export type StoredMemory = Shapes['StoredMemory']
export type BatchOutcome = Shapes['BatchOutcome']
export type RankedMemory = Shapes['RankedMemory']

/** Who calls: a key, a session token, or both. */
export interface Credentials {
  key?: string | undefined
  token?: string | undefined
}

export type Api = Client<paths>

interface Connection {
  serverUrl: string
  timeoutMs: number
  /** Hears of a fresher copy of the token that was sent, and of its session's expiry. */
  onFreshToken(token: string, expiresAt: string): Promise<void>
}

/** The REST API, typed by the document that the server serves. */
export function apiFor({ serverUrl, timeoutMs, onFreshToken }: Connection, { key, token }: Credentials): Api {
  for (const [what, secret] of [
    ['API key', key],
    ['session token', token],
  ] as const)
    refuseUnsendable(what, secret)
  const headers = { ...(key && { Authorization: `Bearer ${key}` }), ...(token && { 'X-Session-Token': token }) }
  const listen = async (request: Request) => {
    const response = await send(request, timeoutMs)
    const fresh = response.headers.get('x-session-token')
    const expiresAt = response.headers.get('x-session-expires-at')
    if (token && fresh && expiresAt) await onFreshToken(fresh, expiresAt)
    return understood(response)
  }
  return createClient<paths>({ baseUrl: serverUrl, headers, fetch: listen })
}

/** A header cannot carry everything, and the error about it would show the secret. */
function refuseUnsendable(what: string, secret: string | undefined): void {
  if (secret === undefined || /^[\x21-\x7e]+$/.test(secret)) return
  throw new CommandFailure('not_signed_in', `The ${what} contains invalid characters.`, 'Copy it again: all of it, and nothing else.')
}

/** The body of a good answer; a refusal is thrown. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (isObject(data)) return data
  if (!isProblem(error)) throw notMemanto(response)
  throw new ApiFailure(error, retryAfterSeconds(response.headers.get('retry-after'), new Date()))
}

/** An answer in JSON; anything else comes from another kind of server, or from something in between. */
async function understood(response: Response): Promise<Response> {
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) throw notMemanto(response)
  const text = await response.clone().text()
  if (!isJson(text)) throw notMemanto(response)
  return response
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isProblem(error: unknown): error is Problem {
  return isObject(error) && typeof error.code === 'string' && typeof error.detail === 'string'
}

const IN_BETWEEN = [502, 503, 504]

function notMemanto(response: Response): CommandFailure {
  if (IN_BETWEEN.includes(response.status))
    return new CommandFailure(
      'server_unreachable',
      `A proxy returned ${response.status}: it cannot reach the server.`,
      'Try again in a moment, and check that the server is running.',
    )
  return new CommandFailure(
    'not_memanto',
    `The response is not from a Memanto server (HTTP ${response.status}${movedTo(response)}).`,
    'Check the address. Set it with `memanto config set server_url URL` or MEMANTO_URL.',
  )
}

/** No more than the origin: what follows may hold a secret. */
function movedTo({ headers }: Response): string {
  const location = headers.get('location') ?? ''
  return URL.canParse(location) ? `, redirects to ${new URL(location).origin}` : ''
}
