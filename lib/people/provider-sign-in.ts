import { isInvited } from '../../db/invites'
import { findPerson, insertPerson } from '../../db/people'
import type { Person } from '../../db/schema'
import { db } from '../process'

/** The person with an e-mail that another provider verified, created now if a team invited it; undefined for everyone else. */
export async function findOrCreateInvitedPerson(email: string, name: string): Promise<Person | undefined> {
  const known = await findPerson(db(), email)
  if (known !== undefined || !(await isInvited(db(), email))) return known
  const created = await db()
    .transaction()
    .execute((tx) => insertPerson(tx, { email, name, password_hash: null }))
  return created ?? findPerson(db(), email)
}
