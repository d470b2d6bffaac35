import { expirePasswordLinks, insertPasswordLink } from '../../db/password-links'
import type { Tx } from '../../db/schema'
import { readClock } from '../../db/teams'
import { newOneTimeToken } from '../one-time-token'
import { addHours } from '../time'

const LINK_HOURS = 24

/** Creates a one-time token with which a person sets a password. Only its hash is stored, and earlier tokens stop working. */
export async function createPasswordToken(tx: Tx, personId: string): Promise<string> {
  const { token, hash } = newOneTimeToken()
  await expirePasswordLinks(tx, [personId])
  await insertPasswordLink(tx, personId, hash, addHours(await readClock(tx), LINK_HOURS))
  return token
}
