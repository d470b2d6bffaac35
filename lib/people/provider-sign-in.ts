import { isInvited } from '../../db/invites'
import { findPerson, insertPerson } from '../../db/people'
import type { Person } from '../../db/schema'
import { beginningOf } from '../input/fields'
import { db } from '../process'
import { NAME_LENGTH } from './input'

/** The person with an e-mail that another provider verified, created now if a team invited it; undefined for everyone else. */
export async function findOrCreateInvitedPerson(email: string, name: string): Promise<Person | undefined> {
  const known = await findPerson(db(), email)
  if (known !== undefined || !(await isInvited(db(), email))) return known
  const created = await db()
    .transaction()
    .execute((tx) => insertPerson(tx, { email, name: storedName(name), password_hash: null }))
  return created ?? findPerson(db(), email)
}

/** A provider's name in the form that names have everywhere: Unicode NFC, trimmed, of limited length, without null characters. */
const storedName = (name: string) => beginningOf(name.replaceAll('\0', '').trim(), NAME_LENGTH)
