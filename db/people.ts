import type { Db, Person, Tx } from './schema'

/** Returns whether there is any account. */
export async function hasPeople(db: Db): Promise<boolean> {
  const found = await db.selectFrom('people').select('id').limit(1).executeTakeFirst()
  return found !== undefined
}

/** Finds a person by e-mail. */
export async function findPerson(db: Db, email: string): Promise<Person | undefined> {
  return db.selectFrom('people').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst()
}

/** Finds the person with this e-mail, and creates one without a password when there is none. */
export async function ensurePerson(tx: Tx, email: string): Promise<Person> {
  await tx
    .insertInto('people')
    .values({ email: email.toLowerCase() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tx.selectFrom('people').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirstOrThrow()
}

/** Finds a person by id. */
export async function findPersonById(db: Db, id: string): Promise<Person | undefined> {
  return db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Creates a person; undefined when another person has this e-mail. */
export async function insertPerson(tx: Tx, person: Pick<Person, 'email' | 'name' | 'password_hash'>): Promise<Person | undefined> {
  return tx
    .insertInto('people')
    .values({ ...person, email: person.email.toLowerCase() })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Sets the hash of a person's password. */
export async function updatePasswordHash(tx: Tx, personId: string, passwordHash: string): Promise<Person> {
  return tx.updateTable('people').set({ password_hash: passwordHash }).where('id', '=', personId).returningAll().executeTakeFirstOrThrow()
}

/**
 * Locks people until the transaction ends: what gives them access to more (a team, a role, a link for a new password) and what changes their password waits
 * for each other. In the order of locks, people come after teams, and before their memberships, links and logins.
 */
export async function lockPeople(tx: Tx, ids: string[]): Promise<void> {
  await tx.selectFrom('people').select('id').where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()
}

/**
 * Locks a person until the transaction ends, so that their password stays as it is; false when it is another one than this hash by now. Wait for this
 * before acting on a password that was checked earlier.
 */
export async function lockPassword(tx: Tx, { id, password_hash }: Pick<Person, 'id' | 'password_hash'>): Promise<boolean> {
  const person = await tx.selectFrom('people').select('password_hash').where('id', '=', id).forShare().executeTakeFirst()
  return person !== undefined && person.password_hash === password_hash
}

/** Sets the name of a person. */
export async function renamePerson(tx: Tx, personId: string, name: string): Promise<void> {
  await tx.updateTable('people').set({ name }).where('id', '=', personId).execute()
}
