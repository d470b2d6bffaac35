import { createHash, randomBytes } from 'node:crypto'

/** Creates a random token for a link that works once, and its hash, which is stored instead of the token. */
export function newOneTimeToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

/** Returns the SHA-256 of a one-time token. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest()
