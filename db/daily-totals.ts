import { sql } from 'kysely'
import type { Db } from './schema'
import { startOf, summedUntil, utcDay } from './session-days'

export interface DailyTotals {
  /** UTC, `2025-03-31`. */
  day: string
  sessions: number
  stored: number
  retrieved: number
}

/**
 * Each of the last `days` days, today included, by the day on which sessions started: days that are summed up as such, the others
 * from their sessions. An ended session holds its own sums; those of an open one are in its slots.
 */
export async function listDailyTotals(db: Db, teamId: string, days: number): Promise<DailyTotals[]> {
  const { first, last, live } = await readSpan(db, teamId, days)
  const { rows } = await sql<DailyTotals>`
    with counted as (
      select day, sessions, stored, retrieved from session_days
      where team_id = ${teamId} and counted_by = 'start' and day >= ${first}::date
      union all
      select ${utcDay(sql`started_at`)}, 1, memories_stored, memories_retrieved from sessions where team_id = ${teamId} and started_at >= ${live}::timestamptz
      union all
      select ${utcDay(sql`s.started_at`)}, 0, u.stored, u.retrieved
      from sessions s join session_counters u on u.team_id = s.team_id and u.session_id = s.id
      where s.team_id = ${teamId} and s.ended_at is null and s.started_at >= ${live}::timestamptz
    )
    select to_char(each.day, 'YYYY-MM-DD') as day, coalesce(sum(c.sessions), 0)::bigint as sessions,
      coalesce(sum(c.stored), 0)::bigint as stored, coalesce(sum(c.retrieved), 0)::bigint as retrieved
    from generate_series(${first}::date, ${last}::date, interval '1 day') as each (day)
    left join counted c on c.day = each.day::date
    group by each.day order by each.day`.execute(db)
  return rows
}

interface Span {
  first: string
  last: string
  /** From then on sessions are read one by one; each open one is among them. */
  live: Date
}

/** Asked beforehand: only a time that the planner knows makes it take the index. */
async function readSpan(db: Db, teamId: string, days: number): Promise<Span> {
  const { rows } = await sql<Span>`
    select first::text, last::text, ${startOf(sql`greatest(first, ${summedUntil(teamId, 'start')})`)} as live
    from (select ${utcDay(sql`memanto_now()`)} - ${days - 1}::int as first, ${utcDay(sql`memanto_now()`)} as last) span`.execute(db)
  const [span] = rows
  if (span === undefined) throw new Error('The database gave no answer.')
  return span
}
