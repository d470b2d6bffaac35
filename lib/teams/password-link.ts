import { insertPasswordLink, voidPasswordLinks } from '../../db/password-links'
import type { Tx } from '../../db/schema'
import { readClock } from '../../db/teams'
import { newOneTimeToken } from '../one-time'
import { addHours } from '../time'

const LINK_HOURS = 24

/** Makes a one-time token with which a person chooses a password; only its hash is kept, and earlier ones stop working. */
export async function makePasswordToken(tx: Tx, personId: string): Promise<string> {
  const { token, hash } = newOneTimeToken()
  await voidPasswordLinks(tx, personId)
  await insertPasswordLink(tx, personId, hash, addHours(await readClock(tx), LINK_HOURS))
  return token
}
