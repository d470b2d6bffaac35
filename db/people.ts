import type { Db, Person, Role, Tx } from './schema'

/** Keeps a person from being removed from the team until the transaction ends; false when they are no member. */
export async function holdMembership(tx: Tx, teamId: string, personId: string): Promise<boolean> {
  const held = await tx
    .selectFrom('memberships')
    .select('person_id')
    .where('team_id', '=', teamId)
    .where('person_id', '=', personId)
    .forKeyShare()
    .executeTakeFirst()
  return held !== undefined
}

export async function hasPeople(db: Db): Promise<boolean> {
  const found = await db.selectFrom('people').select('id').limit(1).executeTakeFirst()
  return found !== undefined
}

/** The person with this e-mail, made if nobody has it. */
export async function ensurePerson(tx: Tx, email: string): Promise<Person> {
  await tx
    .insertInto('people')
    .values({ email: email.toLowerCase() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tx.selectFrom('people').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirstOrThrow()
}

export async function insertMembership(tx: Tx, teamId: string, personId: string, role: Role): Promise<void> {
  await tx.insertInto('memberships').values({ team_id: teamId, person_id: personId, role }).execute()
}

/** A one-time link to choose a password, known by the SHA-256 of its token. */
export async function insertPasswordLink(tx: Tx, personId: string, tokenHash: Buffer, expiresAt: Date): Promise<void> {
  await tx.insertInto('password_links').values({ person_id: personId, token_hash: tokenHash, expires_at: expiresAt }).execute()
}
