import { type KeyParts, parseKey } from '../api-keys/format'
import { fail } from '../errors'

/** A key as it was sent: its parts, or the word that it is no key of ours. */
export type SentKey = KeyParts | 'malformed'

/** Longer than any key or token of ours: a longer header is not looked at. */
const MAX_CREDENTIAL_LENGTH = 1024

const BEARER = /^Bearer[ \t]+(\S+)$/i

/** The API key in `Authorization: Bearer` or `X-Api-Key`; undefined when there is neither. Never read from a URL. */
export function sentKey(request: Request): SentKey | undefined {
  const authorization = credentialIn(request, 'authorization')
  const plain = credentialIn(request, 'x-api-key')
  const bearer = authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? '')
  if (bearer !== undefined && plain !== undefined && bearer !== plain)
    fail('ambiguous_api_key', 'Authorization and X-Api-Key contain different keys. Send only one.')
  const key = bearer ?? plain
  return key === undefined ? undefined : (parseKey(key) ?? 'malformed')
}

export function sentToken(request: Request): string | undefined {
  return credentialIn(request, 'x-session-token')
}

const TOO_LONG = '(too long)'

function credentialIn(request: Request, header: string): string | undefined {
  const value = request.headers.get(header)
  if (value === null) return undefined
  return value.length > MAX_CREDENTIAL_LENGTH ? TOO_LONG : value.trim() || undefined
}
