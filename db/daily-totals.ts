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
  const { rows } = await sql<DailyTotals>`
    with span as (select ${utcDay(sql`memanto_now()`)} - ${days - 1}::int as first, ${utcDay(sql`memanto_now()`)} as last),
    live as (select ${startOf(sql`greatest(first, ${summedUntil(teamId, 'start')})`)} as from_then from span),
    counted as (
      select day, sessions, stored, retrieved from session_days
      where team_id = ${teamId} and counted_by = 'start' and day >= (select first from span)
      union all
      select ${utcDay(sql`started_at`)}, 1, memories_stored, memories_retrieved
      from sessions where team_id = ${teamId} and started_at >= (select from_then from live)
      union all
      select ${utcDay(sql`s.started_at`)}, 0, u.stored, u.retrieved
      from sessions s join session_slots u on u.team_id = s.team_id and u.session_id = s.id
      where s.team_id = ${teamId} and s.ended_at is null and s.started_at >= (select first::timestamp at time zone 'UTC' from span)
    )
    select to_char(each.day, 'YYYY-MM-DD') as day, coalesce(sum(c.sessions), 0)::bigint as sessions,
      coalesce(sum(c.stored), 0)::bigint as stored, coalesce(sum(c.retrieved), 0)::bigint as retrieved
    from span cross join lateral generate_series(span.first, span.last, interval '1 day') as each (day)
    left join counted c on c.day = each.day::date
    group by each.day order by each.day`.execute(db)
  return rows
}
