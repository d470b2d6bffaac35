import type { IncomingMessage } from 'node:http'
import { CompactSign, compactVerify } from 'jose'

/** A session as the bare server reads it from the database. */
interface BareSession {
  id: string
  team_id: string
  started_at: Date
  expires_at: Date
}

/** Verifies and signs session tokens as the product does, without its cache of verified tokens. */
export interface BareTokens {
  /** The session of a request's token; undefined when it has none. @throws when the signature is wrong */
  sessionOf(request: IncomingMessage): Promise<string | undefined>
  sign(session: BareSession, agentName: string, keyId: string): Promise<string>
}

const HEADER = { alg: 'HS256', typ: 'JWT' } as const

export async function bareTokens(secret: string): Promise<BareTokens> {
  const key = await crypto.subtle.importKey('raw', Buffer.from(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  return {
    async sessionOf({ headers }) {
      const token = headers['x-session-token']
      if (typeof token !== 'string') return undefined
      const { payload } = await compactVerify(token, key, { algorithms: ['HS256'] })
      return (JSON.parse(Buffer.from(payload).toString()) as { session_id: string }).session_id
    },
    sign: (session, agentName, keyId) =>
      new CompactSign(Buffer.from(JSON.stringify(claimsOf(session, agentName, keyId)))).setProtectedHeader(HEADER).sign(key),
  }
}

function claimsOf({ id, team_id, started_at, expires_at }: BareSession, agentName: string, keyId: string) {
  const times = { iat: Math.floor(started_at.getTime() / 1000), exp: Math.floor(expires_at.getTime() / 1000) }
  return { agent_id: agentName, expires_at: expires_at.toISOString(), session_id: id, team_id, issued_to: `key:${keyId}`, ...times }
}
