import { createHmac } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { settings } from '../process'

/** What a receipt confirms: numbers and ids, and no text. */
const CONTENT = z.object({
  team_id: z.string(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  criteria_sha256: z.string(),
  memories: z.int(),
  versions: z.int(),
  remaining: z.int(),
  memory_ids: z.array(z.string()),
  iat: z.int(),
})

export type ErasureReceipt = z.infer<typeof CONTENT>

const ALGORITHM = 'HS256'
const AUDIENCE = 'memanto:erasure'
const TYPE = 'erasure-receipt+jwt'

/** A key of its own: a receipt is never taken for another kind of token, nor another token for a receipt. */
const keyOf = (secret: string) => createHmac('sha256', secret).update('memanto erasure receipt').digest()

/** Signs a receipt as a JWT. */
export async function signReceipt(receipt: ErasureReceipt): Promise<string> {
  const token = new SignJWT(receipt).setProtectedHeader({ alg: ALGORITHM, typ: TYPE }).setAudience(AUDIENCE)
  return token.sign(keyOf(settings().MEMANTO_SECRET))
}

/** Returns the content of a receipt that was signed with the present secret of the server or the one before; undefined for any other text. */
export async function readReceipt(token: string): Promise<ErasureReceipt | undefined> {
  const { MEMANTO_SECRET, MEMANTO_SECRET_PREVIOUS } = settings()
  for (const secret of [MEMANTO_SECRET, MEMANTO_SECRET_PREVIOUS]) {
    if (!secret) continue
    try {
      const { payload } = await jwtVerify(token, keyOf(secret), { algorithms: [ALGORITHM], audience: AUDIENCE, typ: TYPE })
      return CONTENT.parse(payload)
    } catch (thrown) {
      if (!(thrown instanceof errors.JOSEError)) throw thrown
    }
  }
  return undefined
}
