import { parseKey } from '../auth/api-key-format'
import { hasFormOfSessionToken } from '../auth/session-token'
import type { FoundPart } from './kinds'
import { matchesOf } from './matches'

const API_KEY = /mk_live_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}/g
/** Three parts of base64url, of which the first begins as JSON does. The signature of our tokens has 43 characters. */
const SESSION_TOKEN = /eyJ[\w-]{8,120}\.[\w-]{20,900}\.[\w-]{43}/g

/** Finds API keys and session tokens of Memanto, of any installation: the checksum of a key is right, and a token has our claims. */
export function findOwnSecrets(text: string): FoundPart[] {
  const keys = matchesOf(text, API_KEY).filter(([key]) => parseKey(key) !== undefined)
  const tokens = matchesOf(text, SESSION_TOKEN).filter(([token]) => hasFormOfSessionToken(token))
  return [
    ...keys.map(({ 0: key, index }) => ({ kind: 'memanto_api_key' as const, start: index, end: index + key.length })),
    ...tokens.map(({ 0: token, index }) => ({ kind: 'memanto_session_token' as const, start: index, end: index + token.length })),
  ]
}
