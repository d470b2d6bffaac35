import { sql } from 'kysely'
import { NOW } from './fragments'
import type { Db } from './schema'

/** How long deletions of memories are listed. An index that was not used for longer is built again, if there were any. */
const LISTED_HOURS = 1

/** Removes up to `limit` of a team's deletions that are no longer listed, notes that at their agents, and returns how many. */
export async function purgeDeletions(db: Db, teamId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with purged as (
      delete from memory_deletions where team_id = ${teamId} and ctid = any (array(
        select d.ctid from memory_deletions d
        where d.team_id = ${teamId} and d.deleted_at < ${sql.raw(NOW)} - ${LISTED_HOURS} * interval '1 hour' limit ${limit}))
      returning agent_row_id
    ),
    -- In the order in which everybody locks several agents.
    locked as materialized (
      select a.id from agents a where a.team_id = ${teamId} and a.id in (select agent_row_id from purged) order by a.id for no key update
    ),
    noted as (
      update agents set deletions_kept_from = pg_current_xact_id() where team_id = ${teamId} and id in (select id from locked)
    )
    select count(*) as count from purged`.execute(db)
  return rows[0]?.count ?? 0
}
