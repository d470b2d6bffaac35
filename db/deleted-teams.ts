import { sql } from 'kysely'
import type { Db, Tx } from './schema'

/** Nobody finds the team by its name from then on. */
export async function markTeamDeleted(tx: Tx, teamId: string): Promise<void> {
  await tx.updateTable('teams').set({ deleted_at: sql<Date>`memanto_now()` }).where('id', '=', teamId).execute()
}

export async function listDeletedTeams(db: Db): Promise<string[]> {
  const found = await db.selectFrom('teams').select('id').where('deleted_at', 'is not', null).orderBy('deleted_at').execute()
  return found.map(({ id }) => id)
}

/** Every tenant table, those that others point at after them. */
export const TENANT_TABLES = [
  'memory_words',
  'memories',
  'session_counters',
  'session_events',
  'session_days',
  'session_day_marks',
  'sessions',
  'api_key_agents',
  'api_keys',
  'agents',
  'idempotency_records',
  'audit_log',
  'invites',
  'memberships',
] as const

/** Removes up to `limit` rows of a deleted team from a table; gives how many. */
export async function purgeTeamRows(db: Db, teamId: string, table: (typeof TENANT_TABLES)[number], limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where team_id = ${teamId} and ctid = any (array(
      select ctid from ${sql.table(table)} where team_id = ${teamId} limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Once nothing points at it. */
export async function purgeTeam(db: Db, teamId: string): Promise<void> {
  await db.deleteFrom('teams').where('id', '=', teamId).where('deleted_at', 'is not', null).execute()
}
