import { sql } from 'kysely'
import type { Db, Tx } from './schema'

/** Marks a team as deleted: from then on it is not found by its name, and its rows are removed later in batches. */
export async function markTeamDeleted(tx: Tx, teamId: string): Promise<void> {
  await tx.updateTable('teams').set({ deleted_at: sql<Date>`memanto_now()` }).where('id', '=', teamId).execute()
}

/** Returns the ids of the teams that are marked as deleted and still have a row, first deleted first. */
export async function listDeletedTeams(db: Db): Promise<string[]> {
  const found = await db.selectFrom('teams').select('id').where('deleted_at', 'is not', null).orderBy('deleted_at').execute()
  return found.map(({ id }) => id)
}

/** Every table with a team_id, each before those that it refers to: the order in which a team's rows are removed. */
export const TENANT_TABLES = [
  'request_log',
  'request_hours',
  'key_usage',
  'memory_import_ids',
  'memory_imports',
  'memory_words',
  'vocabulary_checks',
  'memory_deletions',
  'memory_versions',
  'memory_uses',
  'memory_use_marks',
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
  'saved_views',
  'memberships',
] as const

/** Removes up to `limit` rows of a deleted team from a table, and returns how many. */
export async function purgeTeamRows(db: Db, teamId: string, table: (typeof TENANT_TABLES)[number], limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where team_id = ${teamId} and ctid = any (array(
      select ctid from ${sql.table(table)} where team_id = ${teamId} limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Removes the row of a deleted team, once no other row refers to it. */
export async function purgeTeam(db: Db, teamId: string): Promise<void> {
  await db.deleteFrom('teams').where('id', '=', teamId).where('deleted_at', 'is not', null).execute()
}
