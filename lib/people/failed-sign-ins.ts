import { countFailedSignIn, listPeopleWithFailedSignIns, takeFailedSignIns } from '../../db/failed-sign-ins'
import { findPersonById } from '../../db/people'
import type { Tx } from '../../db/schema'
import { SYSTEM } from '../actor'
import { newId } from '../ids'
import { db, log } from '../process'
import { rfc3339 } from '../time'
import { auditAccount, type NamedPerson } from './audit'

/** A series of wrong passwords becomes one row of the audit log when it is this old, or when the person signs in. */
const RECORDED_AFTER_MINUTES = 15

/** Counts a wrong password, off the request's path: an e-mail that nobody has must not be answered faster. */
export function noteFailedSignIn(personId: string, address: string | null): void {
  countFailedSignIn(db(), personId, address).catch(() => log().warn('a failed sign-in could not be counted'))
}

/** Moves the wrong passwords counted so far into the audit logs of a person's teams. */
export async function recordFailedSignIns(tx: Tx, person: NamedPerson): Promise<void> {
  const failed = await takeFailedSignIns(tx, person.id)
  if (failed === undefined) return
  const after = { attempts: failed.attempts, first_at: rfc3339(failed.first_at), last_at: rfc3339(failed.last_at) }
  const notes = { requestId: newId('req'), address: failed.last_address, peer: null, forwarded: false }
  await auditAccount(tx, person, 'person.sign_in_failed', notes, { after }, SYSTEM)
}

/** Records up to `limit` people's series that are old enough, and returns how many there were. */
export async function recordOldFailedSignIns(limit: number): Promise<number> {
  const ids = await listPeopleWithFailedSignIns(db(), RECORDED_AFTER_MINUTES, limit)
  for (const id of ids)
    await db()
      .transaction()
      .execute(async (tx) => {
        const person = await findPersonById(tx, id)
        if (person) await recordFailedSignIns(tx, person)
      })
  return ids.length
}
