import { isInvited } from '../../db/invites'
import { findPerson, insertPerson } from '../../db/people'
import type { Person } from '../../db/schema'
import { db } from '../process'

/** The person of an e-mail that another provider verified: an existing one, or one that a team invited, made now. Nobody else is let in. */
export async function admitByEmail(email: string, name: string): Promise<Person | undefined> {
  const known = await findPerson(db(), email)
  if (known !== undefined || !(await isInvited(db(), email))) return known
  const made = await db()
    .transaction()
    .execute((tx) => insertPerson(tx, { email, name, password_hash: null }))
  return made ?? findPerson(db(), email)
}
