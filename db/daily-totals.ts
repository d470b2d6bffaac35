import { sql } from 'kysely'
import { sessionCounters, withTeam } from './fragments'
import { onlyRow } from './query-results'
import type { Db } from './schema'
import { firstDayNotSummedUp, startOfDay, utcDay } from './session-days'

export interface DailyTotals {
  /** UTC, `2025-03-31`. */
  day: string
  sessions: number
  stored: number
  retrieved: number
}

/**
 * Returns the totals of each of the last `days` days (UTC), today included, by the day on which sessions started. Days that are summed up are
 * read as sums, the others from their sessions. The row of an ended session holds its sums; those of an open one are in its counters.
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
      select ${utcDay(sql`s.started_at`)}, 0, used.stored, used.retrieved
      from sessions s cross join lateral (${withTeam(teamId, (team) => sessionCounters(team, 's.id'))}) used
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
  /** Sessions that started later are read one by one; every open session is among them. */
  live: Date
}

/** Reads the span in a statement of its own, because the planner uses the index only for a time that it knows. */
async function readSpan(db: Db, teamId: string, days: number): Promise<Span> {
  const { rows } = await sql<Span>`
    select first::text, last::text, ${startOfDay(sql`greatest(first, ${firstDayNotSummedUp(teamId, 'start')})`)} as live
    from (select ${utcDay(sql`memanto_now()`)} - ${days - 1}::int as first, ${utcDay(sql`memanto_now()`)} as last) span`.execute(db)
  return onlyRow(rows)
}
