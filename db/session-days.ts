import { type RawBuilder, sql } from 'kysely'
import { onlyRow } from './query-results'
import type { Db, Tx } from './schema'

/** The moment that decides on which day (UTC) a session counts. */
export type CountedBy = 'start' | 'end'

const MOMENT = { start: sql.raw('started_at'), end: sql.raw('ended_at') } as const

/** No open session counts on an earlier day: it has started, and ends at its expiry or later. */
const EARLIEST_OPEN = { start: sql.raw('min(started_at)'), end: sql.raw('min(expires_at)') } as const

const DAYS_AT_ONCE = 31

/** The days (UTC) before this one ended over an hour ago, which is longer than any transaction takes. */
const FIRST_CHANGING_DAY = utcDay(sql`memanto_now() - interval '1 hour'`)

/**
 * Sums up the days of a team that cannot change any more, at most DAYS_AT_ONCE of them, and returns how many: days that ended over an hour ago
 * and on which no open session counts or will count.
 */
export async function sumUpDays(tx: Tx, teamId: string, by: CountedBy): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    with bound as (
      select coalesce((select summed_until from session_day_marks where team_id = ${teamId} and counted_by = ${by}),
          (select ${utcDay(sql`min(${MOMENT[by]})`)} from sessions where team_id = ${teamId} and ended_at is not null)) as from_day,
        least(${FIRST_CHANGING_DAY},
          (select ${utcDay(EARLIEST_OPEN[by])} from sessions where team_id = ${teamId} and ended_at is null)) as final_day
    ), span as (select from_day, least(final_day, from_day + ${DAYS_AT_ONCE}::int) as to_day from bound where from_day < final_day),
    summed as (
      insert into session_days (team_id, counted_by, day, end_reason, sessions, stored, retrieved, recalls)
      select ${teamId}::uuid, ${by}::text, ${utcDay(MOMENT[by])}, end_reason, count(*), sum(memories_stored), sum(memories_retrieved), sum(recalls)
      from sessions where team_id = ${teamId} and ended_at is not null
        and ${MOMENT[by]} >= (select ${startOfDay(sql`from_day`)} from span) and ${MOMENT[by]} < (select ${startOfDay(sql`to_day`)} from span)
      group by 3, 4
    )
    insert into session_day_marks (team_id, counted_by, summed_until) select ${teamId}::uuid, ${by}::text, to_day from span
    on conflict (team_id, counted_by) do update set summed_until = excluded.summed_until
    returning (select to_day - from_day from span) as days`.execute(tx)
  return rows[0]?.days ?? 0
}

/** Returns whether a team has sessions, and past days that are not summed up. Some of these may have to wait for open sessions. */
export async function hasDaysToSumUp(db: Db, teamId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from sessions where team_id = ${teamId}) and (
      select count(*) < 2 from session_day_marks where team_id = ${teamId} and summed_until >= ${FIRST_CHANGING_DAY}) as has`.execute(db)
  return onlyRow(rows).has
}

/** SQL of the first day (UTC) of a team that is not summed up. */
export const firstDayNotSummedUp = (teamId: string, by: CountedBy) =>
  sql`coalesce((select summed_until from session_day_marks where team_id = ${teamId} and counted_by = ${by}), date '-infinity')`

/** SQL of the day of a moment in UTC, whatever the time zone of the server. */
export function utcDay(moment: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`((${moment}) at time zone 'UTC')::date`
}

/** SQL of the moment at which a day begins in UTC. */
export const startOfDay = (day: RawBuilder<unknown>) => sql`(${day})::timestamp at time zone 'UTC'`
