import { createHmac, hash } from 'node:crypto'
import { compactVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { isUuid } from '../ids'
import { rememberCredential } from '../limits/known-credentials'
import { settings, singleton } from '../process'
import { claimTime, epochSeconds } from '../time'
import { formatGrantee, type Grantee, parseGrantee } from './grantee'

/** The claims of a session token. They identify the session; its row in the database decides what is allowed. */
export interface TokenClaims {
  agentName: string
  sessionId: string
  teamId: string
  issuedTo: Grantee
  /** Epoch seconds of the session's expiry when this token was signed. */
  exp: number
}

/** What a token needs to know of its session. */
export interface TokenSession {
  id: string
  team_id: string
  agent_name: string
  started_at: Date
  expires_at: Date
}

const ENCODED_HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url')

/** Signs a token of a session for a key or person. The same session, grantee and expiry result in the same token. */
export function signSessionToken(session: TokenSession, issuedTo: Grantee): string {
  const claims = {
    agent_id: session.agent_name,
    expires_at: claimTime(session.expires_at),
    session_id: session.id,
    team_id: session.team_id,
    // The claim keeps this name, because tokens that contain it are in use.
    via: formatGrantee(issuedTo),
    iat: epochSeconds(session.started_at),
    exp: epochSeconds(session.expires_at),
  }
  const content = `${ENCODED_HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  // Computed here and now: the Web Crypto API, which jose uses, waits for another thread, and takes ten times as long.
  const token = `${content}.${createHmac('sha256', settings().MEMANTO_SECRET).update(content).digest('base64url')}`
  rememberCredential(tokenDigest(token), { teamId: session.team_id, issuedTo: formatGrantee(issuedTo) })
  return token
}

/** Signs a token with the current expiry of the session; undefined when the sent token already has it. */
export function refreshedSessionToken(sent: TokenClaims, { started_at, expires_at }: Pick<TokenSession, 'started_at' | 'expires_at'>) {
  if (sent.exp === epochSeconds(expires_at)) return undefined
  return signSessionToken({ id: sent.sessionId, team_id: sent.teamId, agent_name: sent.agentName, started_at, expires_at }, sent.issuedTo)
}

/** Far above the length of any token: the public id of an agent has at most 64 characters. */
const MAX_TOKEN_LENGTH = 1024

/** Three parts of unpadded base64url; the signature is that of HMAC-SHA256. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]{43}$/

/**
 * True when the text is encoded exactly as `signSessionToken` does it. A decoder also accepts whitespace, padding and unused bits, so that one
 * token could be sent as many different texts.
 */
function isCanonical(token: string): boolean {
  if (token.length > MAX_TOKEN_LENGTH || !COMPACT_JWS.test(token)) return false
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
}

const VERIFIED_TOKENS_BYTES = 8_000_000
/** About the memory that an entry of the cache needs in addition to its texts. */
const ENTRY_BYTES = 400

/** Returns the cache of the claims of verified tokens, by the digest of the token. The same token is sent many times, and verifying it takes longer than hashing it. */
export function verifiedTokens(): LRUCache<string, TokenClaims> {
  return singleton(
    'verifiedTokens',
    () =>
      new LRUCache<string, TokenClaims>({
        maxSize: VERIFIED_TOKENS_BYTES,
        sizeCalculation: ({ agentName, sessionId }) => ENTRY_BYTES + 2 * (agentName.length + sessionId.length),
      }),
  )
}

/** Returns the SHA-256 of a token, under which something is remembered about it. */
export const tokenDigest = (token: string) => hash('sha256', token, 'base64url')

/** Returns the claims of a token that was signed with the current or the previous secret; undefined for any other text. */
export async function verifySessionToken(token: string): Promise<TokenClaims | undefined> {
  if (token.length > MAX_TOKEN_LENGTH) return undefined
  const digest = tokenDigest(token)
  const found = verifiedTokens().get(digest)
  if (found !== undefined) return found
  const payload = isCanonical(token) ? await signedPayload(token) : undefined
  const claims = payload === undefined ? undefined : claimsOf(payload)
  if (claims !== undefined) verifiedTokens().set(digest, Object.freeze(claims))
  return claims
}

/** Returns whether a text has the form and the claims of a session token, whoever signed it: its signature is not checked. */
export function hasFormOfSessionToken(text: string): boolean {
  const [header = '', payload = ''] = text.split('.')
  return header === ENCODED_HEADER && claimsOf(Buffer.from(payload, 'base64url').toString()) !== undefined
}

async function signedPayload(token: string): Promise<string | undefined> {
  for (const secret of await secrets()) {
    try {
      const { payload } = await compactVerify(token, secret, { algorithms: ['HS256'] })
      return Buffer.from(payload).toString()
    } catch {
      // Not signed with this secret: try the next one.
    }
  }
  return undefined
}

/** Imports the current and the previous secret once per process, because importing takes longer than verifying. */
function secrets(): Promise<CryptoKey[]> {
  return singleton('tokenSecrets', async () => {
    const { MEMANTO_SECRET, MEMANTO_SECRET_PREVIOUS } = settings()
    const previous = MEMANTO_SECRET_PREVIOUS ? [await importSecret(MEMANTO_SECRET_PREVIOUS)] : []
    return [await importSecret(MEMANTO_SECRET), ...previous]
  })
}

function importSecret(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', Buffer.from(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
}

function claimsOf(payload: string): TokenClaims | undefined {
  const { agent_id, session_id, team_id, via, exp } = parseClaims(payload)
  if (typeof agent_id !== 'string' || typeof session_id !== 'string' || session_id.includes('\0')) return undefined
  if (typeof team_id !== 'string' || !isUuid(team_id) || typeof via !== 'string') return undefined
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return undefined
  const issuedTo = parseGrantee(via)
  return issuedTo && { agentName: agent_id, sessionId: session_id, teamId: team_id, issuedTo, exp }
}

function parseClaims(payload: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
