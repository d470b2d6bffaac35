import { type RawBuilder, sql } from 'kysely'
import type { Db, Role, Tx } from './schema'

/** Makes changes of a team's members wait for each other: locks the team until the transaction ends. */
export async function lockMembers(tx: Tx, teamId: string): Promise<void> {
  await tx.selectFrom('teams').select('id').where('id', '=', teamId).forNoKeyUpdate().execute()
}

/** Makes a person a member of a team. */
export async function insertMembership(tx: Tx, teamId: string, personId: string, role: Role): Promise<void> {
  await tx.insertInto('memberships').values({ team_id: teamId, person_id: personId, role }).execute()
}

export interface Membership {
  team_id: string
  team_name: string
  role: Role
}

/** SQL of the teams of a person with the person's role, by name. */
export const membershipsOf = (person: RawBuilder<unknown>) => sql<Membership>`
  select teams.id as team_id, teams.name as team_name, memberships.role
  from memberships join teams on teams.id = memberships.team_id
  where memberships.person_id = ${person} order by teams.name`

/** Returns the teams of a person with the person's role, by name. */
export async function listMemberships(db: Db, personId: string): Promise<Membership[]> {
  return (await membershipsOf(sql`${personId}`).execute(db)).rows
}

/** Finds the role of a person in a team; undefined when the person is no member. */
export async function findRole(db: Db, teamId: string, personId: string): Promise<Role | undefined> {
  const found = await db
    .selectFrom('memberships')
    .select('role')
    .where('team_id', '=', teamId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return found?.role
}

export interface Member {
  id: string
  email: string
  name: string
  role: Role
  joined_at: Date
  password_hash: string | null
}

/** Returns the members of a team, by name. */
export async function listMembers(db: Db, teamId: string): Promise<Member[]> {
  return members(db, teamId).orderBy('people.name').orderBy('people.email').execute()
}

/** Finds a member of a team. */
export async function findMember(db: Db, teamId: string, personId: string): Promise<Member | undefined> {
  return members(db, teamId).where('people.id', '=', personId).executeTakeFirst()
}

function members(db: Db, teamId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .select(['people.id', 'people.email', 'people.name', 'people.password_hash', 'memberships.role', 'memberships.created_at as joined_at'])
    .where('memberships.team_id', '=', teamId)
}

/** Counts the owners of a team. */
export async function countOwners(tx: Tx, teamId: string): Promise<number> {
  const found = await tx.selectFrom('memberships').select('person_id').where('team_id', '=', teamId).where('role', '=', 'owner').execute()
  return found.length
}

/** Gives a member another role. */
export async function updateRole(tx: Tx, teamId: string, personId: string, role: Role): Promise<void> {
  await tx.updateTable('memberships').set({ role }).where('team_id', '=', teamId).where('person_id', '=', personId).execute()
}

/** Locks a membership: waits for activations that have locked it for share, and makes later ones wait. */
export async function lockMembership(tx: Tx, teamId: string, personId: string): Promise<void> {
  await tx.selectFrom('memberships').select('role').where('team_id', '=', teamId).where('person_id', '=', personId).forUpdate().execute()
}

/** Locks every membership of a team, as `lockMembership` does, and returns whose they are. */
export async function lockMemberships(tx: Tx, teamId: string): Promise<string[]> {
  const locked = await tx
    .selectFrom('memberships')
    .select('person_id')
    .where('team_id', '=', teamId)
    .orderBy('person_id')
    .forUpdate()
    .execute()
  return locked.map(({ person_id }) => person_id)
}

/** Removes a person from a team. */
export async function deleteMembership(tx: Tx, teamId: string, personId: string): Promise<void> {
  await tx.deleteFrom('memberships').where('team_id', '=', teamId).where('person_id', '=', personId).execute()
}
