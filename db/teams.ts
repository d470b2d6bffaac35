import { sql } from 'kysely'
import type { Db, Team, Tx } from './schema'

export async function findTeamsByName(db: Db, name: string): Promise<Team[]> {
  return db
    .selectFrom('teams')
    .selectAll()
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .limit(2)
    .execute()
}

export async function findTeam(db: Db, teamId: string): Promise<Team> {
  return db.selectFrom('teams').selectAll().where('id', '=', teamId).executeTakeFirstOrThrow()
}

/** Those who found teams by name take turns, so that none is founded twice. */
export async function lockFounding(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('found a team'))`.execute(tx)
}

export async function insertTeam(tx: Tx, name: string): Promise<Team> {
  return tx.insertInto('teams').values({ name }).returningAll().executeTakeFirstOrThrow()
}

export async function lockTeam(tx: Tx, teamId: string): Promise<Team> {
  return tx.selectFrom('teams').selectAll().where('id', '=', teamId).forNoKeyUpdate().executeTakeFirstOrThrow()
}

export async function updateTeam(tx: Tx, teamId: string, changes: Partial<Omit<Team, 'id' | 'created_at'>>): Promise<Team> {
  return tx.updateTable('teams').set(changes).where('id', '=', teamId).returningAll().executeTakeFirstOrThrow()
}

/** The product's only clock, read now: after whatever locks the transaction holds. */
export async function readClock(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select memanto_now() as now`.execute(tx)
  return rows[0]?.now as Date
}
