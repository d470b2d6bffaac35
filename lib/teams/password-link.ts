import { createHash, randomBytes } from 'node:crypto'
import { insertPasswordLink } from '../../db/people'
import type { Tx } from '../../db/schema'
import { readClock } from '../../db/teams'
import { addHours } from '../time'

const LINK_HOURS = 24

/** Makes a one-time token with which a person chooses a password; only its hash is kept. */
export async function makePasswordToken(tx: Tx, personId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await insertPasswordLink(tx, personId, createHash('sha256').update(token).digest(), addHours(await readClock(tx), LINK_HOURS))
  return token
}
