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

export async function findPerson(db: Db, email: string): Promise<Person | undefined> {
  return db.selectFrom('people').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst()
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

export async function findPersonById(db: Db, id: string): Promise<Person | undefined> {
  return db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst()
}

export interface Membership {
  team_id: string
  team_name: string
  role: Role
}

/** The teams of a person, by name. */
export async function listMemberships(db: Db, personId: string): Promise<Membership[]> {
  return db
    .selectFrom('memberships')
    .innerJoin('teams', 'teams.id', 'memberships.team_id')
    .select(['teams.id as team_id', 'teams.name as team_name', 'memberships.role'])
    .where('memberships.person_id', '=', personId)
    .orderBy('teams.name')
    .execute()
}
