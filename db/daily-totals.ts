import { sql } from 'kysely'
import { SESSION_OUTCOMES, type SessionOutcome } from './constants'
import { NOW, sessionCounters, withTeam } from './fragments'
import { objectOf, onlyRow } from './query-results'
import type { Db } from './schema'
import { firstDayNotSummedUp, startOfDay, utcDay } from './session-days'

/** What the sessions that started on one day did. */
export interface DailyTotals {
  /** A day in UTC, such as `2025-03-31`. */
  day: string
  sessions: number
  stored: number
  retrieved: number
  recalls: number
  /** How many of the sessions are active, and how many ended for each reason. */
  outcomes: Record<SessionOutcome, number>
}

/** SQL of the totals of a day `each.day` from the rows `c` of that day, each with what became of its sessions. */
export const totalsOfDay = sql`
  to_char(each.day, 'YYYY-MM-DD') as day, coalesce(sum(c.sessions), 0)::bigint as sessions, coalesce(sum(c.stored), 0)::bigint as stored,
  coalesce(sum(c.retrieved), 0)::bigint as retrieved, coalesce(sum(c.recalls), 0)::bigint as recalls,
  ${objectOf(SESSION_OUTCOMES, (outcome) => sql`coalesce(sum(c.sessions) filter (where c.end_reason = ${sql.lit(outcome)}), 0)`)} as outcomes`

/**
 * Returns the totals of each of the last `days` days (UTC), today included, by the day on which sessions started. Days that are summed up are
 * read as sums, the others from their sessions. The row of an ended session has its sums; those of an open session are in its counters.
 */
export async function listDailyTotals(db: Db, teamId: string, days: number): Promise<DailyTotals[]> {
  const { first, last, countedFrom } = await readSpan(db, teamId, days)
  const { rows } = await sql<DailyTotals>`
    with counted as (
      select day, end_reason, sessions, stored, retrieved, recalls from session_days
      where team_id = ${teamId} and counted_by = 'start' and day >= ${first}::date
      union all
      select ${utcDay(sql`started_at`)}, coalesce(end_reason, case when expires_at > ${sql.raw(NOW)} then 'active' else 'expired' end), 1,
        memories_stored, memories_retrieved, recalls
      from sessions where team_id = ${teamId} and started_at >= ${countedFrom}::timestamptz
      union all
      select ${utcDay(sql`s.started_at`)}, null, 0, used.stored, used.retrieved, used.recalls
      from sessions s cross join lateral (${withTeam(teamId, (team) => sessionCounters(team, 's.id'))}) used
      where s.team_id = ${teamId} and s.ended_at is null and s.started_at >= ${countedFrom}::timestamptz
    )
    select ${totalsOfDay}
    from generate_series(${first}::date, ${last}::date, interval '1 day') as each (day)
    left join counted c on c.day = each.day::date
    group by each.day order by each.day`.execute(db)
  return rows
}

interface Span {
  first: string
  last: string
  /** Sessions that started at this time or later are counted one by one. All open sessions are among them. */
  countedFrom: Date
}

/** Reads the span in a separate statement, because the planner uses the index only when it knows the time. */
async function readSpan(db: Db, teamId: string, days: number): Promise<Span> {
  const { rows } = await sql<Span>`
    select first::text, last::text, ${startOfDay(sql`greatest(first, ${firstDayNotSummedUp(teamId, 'start')})`)} as "countedFrom"
    from (select ${utcDay(sql`memanto_now()`)} - ${days - 1}::int as first, ${utcDay(sql`memanto_now()`)} as last) span`.execute(db)
  return onlyRow(rows)
}
