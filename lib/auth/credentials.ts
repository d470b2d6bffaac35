import { type KeyParts, parseKey } from '../api-keys/format'
import { fail } from '../errors'

/** A key as it was sent: its parts, or the word that it is no key of ours. */
export type SentKey = KeyParts | 'malformed'

const BEARER = /^Bearer[ \t]+(\S+)$/i

/** The API key in `Authorization: Bearer` or `X-Api-Key`; undefined when there is neither. Never read from a URL. */
export function sentKey(request: Request): SentKey | undefined {
  const authorization = request.headers.get('authorization')?.trim() || undefined
  const plain = request.headers.get('x-api-key')?.trim() || undefined
  const bearer = authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? '')
  if (bearer !== undefined && plain !== undefined && bearer !== plain)
    fail('ambiguous_api_key', 'Authorization and X-Api-Key contain different keys. Send only one.')
  const key = bearer ?? plain
  return key === undefined ? undefined : (parseKey(key) ?? 'malformed')
}

export function sentToken(request: Request): string | undefined {
  return request.headers.get('x-session-token')?.trim() || undefined
}
