import { SYSTEM_ACTOR } from '../../db/constants'
import { countFailedSignIn, listPeopleWithFailedSignIns, takeFailedSignIns } from '../../db/failed-sign-ins'
import { findPersonById } from '../../db/people'
import type { Tx } from '../../db/schema'
import { newId } from '../ids'
import { db, log } from '../process'
import { rfc3339 } from '../time'
import { type NamedPerson, recordAccountEvent } from './account-events'

/** Wrong passwords in a row become one entry of the audit log after this time, or when the person signs in. */
const RECORDED_AFTER_MINUTES = 15

/** Counts a wrong password without waiting for the database, so that an unknown e-mail is not answered faster than a known one. */
export function noteFailedSignIn(personId: string, address: string | null): void {
  countFailedSignIn(db(), personId, address).catch(() => log().warn('a failed sign-in could not be counted'))
}

/** Moves the wrong passwords counted so far into the audit logs of a person's teams, as one entry each. */
export async function recordFailedSignIns(tx: Tx, person: NamedPerson): Promise<void> {
  const failed = await takeFailedSignIns(tx, person.id)
  if (failed === undefined) return
  const after = { attempts: failed.attempts, first_at: rfc3339(failed.first_at), last_at: rfc3339(failed.last_at) }
  const context = { requestId: newId('req'), clientAddress: failed.last_address }
  await recordAccountEvent(tx, person, context, { kind: 'person.sign_in_failed', after }, SYSTEM_ACTOR)
}

/** Records the wrong passwords that are old enough, of at most `limit` people, and returns of how many. */
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
