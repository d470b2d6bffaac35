import { sql } from 'kysely'
import { isPastGrace, NOW, withTeam } from './fragments'
import { onlyRow } from './query-results'
import type { Db, Session } from './schema'
import { allowIdleTransaction } from './timeouts'

const LONGEST_ROUND_MS = 600_000

/**
 * Runs work unless another process is doing the same job in this schema: all of maintenance, or what runs more often. Only the lock is in the
 * transaction, which is idle meanwhile: the work uses other connections.
 */
export async function withMaintenanceLock(
  db: Db,
  work: () => Promise<void>,
  job: 'housekeeping' | 'recall counts' = 'housekeeping',
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ isFree: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`memanto ${job} `} || current_schema(), 0)) as "isFree"`.execute(tx)
    // After the query: until the next statement, the connection holds its snapshot, because of which Postgres could remove no old row of any table.
    await allowIdleTransaction(tx, LONGEST_ROUND_MS)
    if (onlyRow(rows).isFree) await work()
  })
}

export type SessionPastGrace = Pick<Session, 'team_id' | 'id' | 'agent_row_id'>

/** Returns up to `limit` sessions of a team that expired so long ago that they can no longer be extended, first expired first. */
export async function listSessionsPastGrace(db: Db, teamId: string, limit: number): Promise<SessionPastGrace[]> {
  const isDue = withTeam(teamId, (team) => isPastGrace('s', `(select renewal_grace_hours from teams where id = ${team})`))
  const { rows } = await sql<SessionPastGrace>`
    select s.team_id, s.id, s.agent_row_id from sessions s where s.team_id = ${teamId} and ${isDue} order by s.expires_at limit ${limit}`.execute(
    db,
  )
  return rows
}

/** Removes up to `limit` timeline events of a team's ended sessions that are older than the team keeps them, and returns how many. */
export async function purgeEvents(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from session_events where team_id = ${teamId} and ctid = any (array(
      select e.ctid from session_events e
      join sessions s on s.team_id = ${teamId} and s.id = e.session_id and s.ended_at is not null
      where e.team_id = ${teamId}
        and e.at < ${sql.raw(NOW)} - (select events_kept_days from teams where id = ${teamId}) * interval '1 day' limit ${limit}))`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}

/** Removes up to `limit` counters of a team's sessions that ended over a day ago, whose sums are in their rows, and returns how many. */
export async function purgeCounters(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from session_counters where team_id = ${teamId} and ctid = any (array(
      select c.ctid from session_counters c join sessions s on s.team_id = ${teamId} and s.id = c.session_id
      where c.team_id = ${teamId} and s.ended_at < ${sql.raw(NOW)} - interval '1 day' limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}
