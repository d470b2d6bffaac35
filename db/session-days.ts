import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from './schema'

/** The moment that decides on which day (UTC) a session counts. */
export type CountedBy = 'start' | 'end'

const MOMENT = { start: sql.raw('started_at'), end: sql.raw('ended_at') } as const

/** No open session counts on an earlier day: it has started, and ends at its expiry or now. */
const EARLIEST_OPEN = { start: sql.raw('min(started_at)'), end: sql.raw('min(expires_at)') } as const

const DAYS_AT_ONCE = 31

/**
 * Sums up a team's days that cannot change any more, at most a month of them, and gives how many: days that ended over an hour ago (longer than
 * any transaction) and on which no open session counts or will count.
 */
export async function sumUpDays(tx: Tx, teamId: string, by: CountedBy): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    with bound as (
      select coalesce((select summed_until from session_day_marks where team_id = ${teamId} and counted_by = ${by}),
          (select ${utcDay(sql`min(${MOMENT[by]})`)} from sessions where team_id = ${teamId} and ended_at is not null)) as from_day,
        least(${utcDay(sql`memanto_now() - interval '1 hour'`)},
          (select ${utcDay(EARLIEST_OPEN[by])} from sessions where team_id = ${teamId} and ended_at is null)) as final_day
    ), span as (select from_day, least(final_day, from_day + ${DAYS_AT_ONCE}::int) as to_day from bound where from_day < final_day),
    summed as (
      insert into session_days (team_id, counted_by, day, end_reason, sessions, stored, retrieved, recalls)
      select ${teamId}::uuid, ${by}::text, ${utcDay(MOMENT[by])}, end_reason, count(*), sum(memories_stored), sum(memories_retrieved), sum(recalls)
      from sessions where team_id = ${teamId} and ended_at is not null
        and ${MOMENT[by]} >= (select ${startOf(sql`from_day`)} from span) and ${MOMENT[by]} < (select ${startOf(sql`to_day`)} from span)
      group by 3, 4
    )
    insert into session_day_marks (team_id, counted_by, summed_until) select ${teamId}::uuid, ${by}::text, to_day from span
    on conflict (team_id, counted_by) do update set summed_until = excluded.summed_until
    returning (select to_day - from_day from span) as days`.execute(tx)
  return rows[0]?.days ?? 0
}

/** Teams that have a day to sum up, perhaps. */
export async function listTeamsToSumUp(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from teams t where exists (select from sessions s where s.team_id = t.id)
      and (select count(*) from session_day_marks m where m.team_id = t.id and m.summed_until >= ${utcDay(sql`memanto_now() - interval '1 hour'`)}) < 2`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** The first day (UTC) that is not summed up. */
export const summedUntil = (teamId: string, by: CountedBy) =>
  sql`coalesce((select summed_until from session_day_marks where team_id = ${teamId} and counted_by = ${by}), date '-infinity')`

/** The day of a moment, and the moment at which a day begins: in UTC, whatever the server's zone. */
export const utcDay = (moment: RawBuilder<unknown>) => sql`((${moment}) at time zone 'UTC')::date`
export const startOf = (day: RawBuilder<unknown>) => sql`(${day})::timestamp at time zone 'UTC'`
