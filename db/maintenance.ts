import { sql } from 'kysely'
import type { Db, Tx } from './schema'
import { allowIdleTransaction } from './timeouts'

export interface ForgottenSession {
  team_id: string
  id: string
  agent_row_id: string
}

/** Sessions that expired so long ago that their team's grace allows no revival any more. */
export async function listPastGrace(db: Db, limit: number): Promise<ForgottenSession[]> {
  const { rows } = await sql<ForgottenSession>`
    select past.* from teams t cross join lateral (
      select s.team_id, s.id, s.agent_row_id from sessions s
      where s.team_id = t.id and s.ended_at is null and s.expires_at < memanto_now() - t.renewal_grace_hours * interval '1 hour'
      order by s.expires_at limit ${limit}
    ) past limit ${limit}`.execute(db)
  return rows
}

/** A round works on other connections while its own transaction stands still. */
const LONGEST_ROUND_MS = 600_000

/** True when this transaction is the one process that keeps house in this schema now; held until the transaction ends. */
export async function tryStartMaintenance(tx: Tx): Promise<boolean> {
  await allowIdleTransaction(tx, LONGEST_ROUND_MS)
  const { rows } = await sql<{
    free: boolean
  }>`select pg_try_advisory_xact_lock(hashtextextended('memanto housekeeping ' || current_schema(), 0)) as free`.execute(tx)
  return rows[0]?.free === true
}

/** Removes up to `limit` timeline events older than their team keeps them, of sessions that have ended; gives how many. */
export async function purgeEvents(db: Db, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from session_events where (team_id, session_id, id) in (
      select old.team_id, old.session_id, old.id from teams t cross join lateral (
        select e.team_id, e.session_id, e.id from session_events e
        join sessions s on s.team_id = e.team_id and s.id = e.session_id and s.ended_at is not null
        where e.team_id = t.id and e.at < memanto_now() - t.events_kept_days * interval '1 day'
        limit ${limit}
      ) old limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Removes up to `limit` slots of sessions that ended over a day ago: their sums stand in the session; gives how many. */
export async function purgeSlots(db: Db, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from session_counters where (team_id, session_id, shard) in (
      select u.team_id, u.session_id, u.slot from session_counters u
      join sessions s on s.team_id = u.team_id and s.id = u.session_id
      where s.ended_at < memanto_now() - interval '1 day' limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0)
}
