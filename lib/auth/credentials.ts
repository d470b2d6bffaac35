import { fail } from '../errors'
import { type KeyParts, parseKey } from './api-key-format'

/** A sent API key: its parts, or `malformed` when it does not have the form of a key. */
export type SentKey = KeyParts | 'malformed'

/** The credentials in the headers of a request. Credentials in a URL or a body are ignored. */
export interface Credentials {
  apiKey: SentKey | undefined
  sessionToken: string | undefined
}

/** Longer than any key or token. A longer header is not parsed. */
const MAX_CREDENTIAL_LENGTH = 1024
const TOO_LONG = '(too long)'

/** Any scheme of HTTP (RFC 9110, 11.4) but ours. */
const OTHER_SCHEME = /^(?!Bearer[ \t])[\w!#$%&'*+.^`|~-]+[ \t]+\S/i
const BEARER = /^Bearer[ \t]+(\S+)$/i

/**
 * Reads the credentials of a request from `Authorization: Bearer`, `X-Api-Key` and `X-Session-Token`. Next to one of the other two, an Authorization of
 * another scheme is meant for a proxy in between. @throws ambiguous_api_key
 */
export function readCredentials(headers: Headers): Credentials {
  const [plain, sessionToken] = [readHeader(headers, 'x-api-key'), readHeader(headers, 'x-session-token')]
  const isForProxy = (plain ?? sessionToken) !== undefined && OTHER_SCHEME.test(headers.get('authorization') ?? '')
  return { apiKey: readApiKey(isForProxy ? undefined : readHeader(headers, 'authorization'), plain), sessionToken }
}

function readApiKey(authorization: string | undefined, plain: string | undefined): SentKey | undefined {
  const bearer = authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? '')
  if (bearer !== undefined && plain !== undefined && bearer !== plain)
    fail('ambiguous_api_key', 'Authorization and X-Api-Key contain different keys. Send one.')
  const key = bearer ?? plain
  return key === undefined ? undefined : (parseKey(key) ?? 'malformed')
}

function readHeader(headers: Headers, name: string): string | undefined {
  const value = headers.get(name)
  if (value === null) return undefined
  return value.length > MAX_CREDENTIAL_LENGTH ? TOO_LONG : value.trim() || undefined
}
