import { createHash, randomBytes } from 'node:crypto'

/** A token that a link carries once, and the hash of it that is kept. */
export function newOneTimeToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

export const hashToken = (token: string) => createHash('sha256').update(token).digest()
