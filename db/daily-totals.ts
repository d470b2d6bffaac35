import { sql } from 'kysely'
import type { Db } from './schema'

export interface DailyTotals {
  /** UTC, `2025-03-31`. */
  day: string
  sessions: number
  stored: number
  retrieved: number
}

/**
 * Each of the last `days` days, today included, by the day on which sessions started: the index of starts bounds what is read.
 * An ended session holds its own sums; those of an open one are in its slots.
 */
export async function listDailyTotals(db: Db, teamId: string, days: number): Promise<DailyTotals[]> {
  const { rows } = await sql<DailyTotals>`
    with span as (select (memanto_now() at time zone 'UTC')::date - ${days - 1}::int as first, (memanto_now() at time zone 'UTC')::date as last),
    counted as (
      select (started_at at time zone 'UTC')::date as day, 1 as sessions, memories_stored as stored, memories_retrieved as retrieved
      from sessions where team_id = ${teamId} and started_at >= (select first::timestamp at time zone 'UTC' from span)
      union all
      select (s.started_at at time zone 'UTC')::date, 0, u.stored, u.retrieved
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
