import { sql, type Updateable } from 'kysely'
import type { RedactionPolicy } from './constants'
import { onlyRow } from './query-results'
import type { Db, Schema, Team, Tx } from './schema'

/**
 * Finds the teams of a name, in whatever case, first created first: no more than two, which is enough to see whether the name is unique. Postgres
 * lowers both names, because JavaScript has other small letters for some.
 */
export async function findTeamsByName(db: Db, name: string): Promise<Team[]> {
  return db
    .selectFrom('teams')
    .selectAll()
    .where(sql`lower(name)`, '=', sql`lower(${name}::text)`)
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .limit(2)
    .execute()
}

/** Returns the ids of all teams that are not deleted. */
export async function listTeamIds(db: Db): Promise<string[]> {
  const found = await db.selectFrom('teams').select('id').where('deleted_at', 'is', null).orderBy('id').execute()
  return found.map(({ id }) => id)
}

/** Finds a team by id. @throws when there is none */
export async function findTeam(db: Db, teamId: string): Promise<Team> {
  return db.selectFrom('teams').selectAll().where('id', '=', teamId).executeTakeFirstOrThrow()
}

/** Makes creations of teams wait for each other until the transaction ends, so that no team is created twice. */
export async function lockTeamCreation(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('found a team'))`.execute(tx)
}

/** Returns what happens with secrets in memories of a team. @throws when there is no such team */
export async function findRedactionPolicy(db: Db, teamId: string): Promise<RedactionPolicy> {
  const { redaction } = await db.selectFrom('teams').select('redaction').where('id', '=', teamId).executeTakeFirstOrThrow()
  return redaction
}

/** Creates a team. */
export async function insertTeam(tx: Tx, name: string): Promise<Team> {
  return tx.insertInto('teams').values({ name }).returningAll().executeTakeFirstOrThrow()
}

/** Finds a team by id and locks it until the transaction ends. @throws when there is none */
export async function lockTeam(tx: Tx, teamId: string): Promise<Team> {
  return tx.selectFrom('teams').selectAll().where('id', '=', teamId).forNoKeyUpdate().executeTakeFirstOrThrow()
}

/** Changes the given fields of a team and returns it. */
export async function updateTeam(tx: Tx, teamId: string, changes: Omit<Updateable<Schema['teams']>, 'id' | 'created_at'>): Promise<Team> {
  return tx.updateTable('teams').set(changes).where('id', '=', teamId).returningAll().executeTakeFirstOrThrow()
}

/** Reads the product's only clock now, after the locks that the transaction has taken. */
export async function readClock(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select memanto_now() as now`.execute(tx)
  return onlyRow(rows).now
}
