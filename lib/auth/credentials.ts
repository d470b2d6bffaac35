import { fail } from '../errors'
import { type KeyParts, parseKey } from './api-key-format'

/** An API key as it was sent: its parts, or `malformed` for what is no key of ours. */
export type SentKey = KeyParts | 'malformed'

/** What a request carries in its headers. Credentials in a URL or a body are never looked at. */
export interface Credentials {
  apiKey: SentKey | undefined
  sessionToken: string | undefined
}

/** Longer than any key or token of ours: a longer header is not looked at. */
const MAX_CREDENTIAL_LENGTH = 1024
const TOO_LONG = '(too long)'

const BEARER = /^Bearer[ \t]+(\S+)$/i

/** Reads the credentials of a request from `Authorization: Bearer`, `X-Api-Key` and `X-Session-Token`. @throws ambiguous_api_key */
export const readCredentials = (headers: Headers): Credentials => ({
  apiKey: readApiKey(headers),
  sessionToken: readHeader(headers, 'x-session-token'),
})

function readApiKey(headers: Headers): SentKey | undefined {
  const authorization = readHeader(headers, 'authorization')
  const plain = readHeader(headers, 'x-api-key')
  const bearer = authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? '')
  if (bearer !== undefined && plain !== undefined && bearer !== plain)
    fail('ambiguous_api_key', 'Authorization and X-Api-Key hold different keys. Send one.')
  const key = bearer ?? plain
  return key === undefined ? undefined : (parseKey(key) ?? 'malformed')
}

function readHeader(headers: Headers, name: string): string | undefined {
  const value = headers.get(name)
  if (value === null) return undefined
  return value.length > MAX_CREDENTIAL_LENGTH ? TOO_LONG : value.trim() || undefined
}
