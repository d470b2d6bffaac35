import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from '../api'
import { ApiError, CommandError } from '../errors'
import { isObject } from '../json'
import { version } from '../package.json'
import { isProblem, notMemanto } from './not-memanto'
import { retryAfterSeconds } from './retry'
import { send } from './send'
import { type SessionHeaders, sessionHeadersOf } from './session-headers'

type Schemas = components['schemas']
/** Objects of the API, as its OpenAPI document defines them. */
export type Agent = Schemas['Agent']
export type Session = Schemas['Session']
export type SessionInfo = Schemas['SessionInfo']
export type ExtendedSession = Schemas['ExtendedSession']
export type Summary = Schemas['Summary']
export type SessionDetail = Schemas['SessionInfoDetail'] | Schemas['SummaryDetail']
export type StoredMemory = Schemas['StoredMemory']
export type BatchOutcome = Schemas['BatchOutcome']
export type Erasure = Schemas['Erasure']
export type RankedMemory = Schemas['RankedMemory']
export type Finding = Schemas['Finding']
export type MemoryPolicy = Schemas['MemoryPolicy']
export type SessionMemory = Schemas['SessionMemory']
export type Memory = Schemas['Memory']
export type DeletedMemory = Schemas['DeletedMemory']
export type MemoryVersion = Schemas['MemoryVersion']
export type FoundMemories = Schemas['FoundMemories']
export type ChangedMemories = Schemas['ChangedMemories']

/** An API key, a session token, or both. */
export interface Credentials {
  key?: string | undefined
  token?: string | undefined
}

/** What the versions of a memory name as the program that wrote them. */
export const CLIENT = `memanto-cli/${version}`

/** The REST API, with a method for each path. */
export type Api = Client<paths>

interface Connection {
  serverUrl: string
  /** For one call, retries included. */
  timeoutMs: number
  /** Called for each response to a session token that carries the session's expiry. */
  onSessionHeaders?: (headers: SessionHeaders) => Promise<void>
}

/**
 * Returns the REST API, typed by its OpenAPI document.
 * @throws not_signed_in if a credential contains characters that a header cannot carry.
 */
export function createApi({ serverUrl, timeoutMs, onSessionHeaders }: Connection, { key, token }: Credentials): Api {
  refuseInvalidHeader('API key', key)
  refuseInvalidHeader('session token', token)
  const headers = { 'X-Memanto-Client': CLIENT, ...(key && { Authorization: `Bearer ${key}` }), ...(token && { 'X-Session-Token': token }) }
  const fetch = async (request: Request) => {
    const response = await send(request, timeoutMs)
    const sessionHeaders = sessionHeadersOf(response, new Date())
    if (token && sessionHeaders) await onSessionHeaders?.(sessionHeaders)
    return requireJson(response)
  }
  return createClient<paths>({ baseUrl: serverUrl, headers, fetch })
}

/** Node's own error about an invalid header would contain the secret. */
function refuseInvalidHeader(name: string, secret: string | undefined): void {
  if (secret === undefined || /^[\x21-\x7e]+$/.test(secret)) return
  throw new CommandError('not_signed_in', `The ${name} contains invalid characters.`, 'Copy it again: all of it, and nothing else.')
}

/**
 * Returns the body of a successful response.
 * @throws ApiError if the API refused the call; not_memanto if the response is not one of the API.
 */
export async function unwrap<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (isObject(data)) return data
  if (!isProblem(error)) throw foreign(response)
  throw new ApiError(error, retryAfterSeconds(response.headers.get('retry-after'), new Date()))
}

/** Every response of the API is JSON; anything else comes from another server or a proxy. */
async function requireJson(response: Response): Promise<Response> {
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) throw foreign(response)
  if (!isJson(await response.clone().text())) throw foreign(response)
  return response
}

const foreign = ({ status, headers }: Response) => notMemanto(status, headers.get('location'))

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
