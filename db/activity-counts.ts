import { type RawBuilder, sql } from 'kysely'
import { isActive, isExpiring } from './fragments'
import { onlyRow } from './query-results'
import type { Db } from './schema'

/** A part of a day and the same part of the day before. Each begins with the day. */
export interface ComparedPeriods {
  today: Date
  now: Date
  yesterday: Date
  yesterdayUntil: Date
}

/** What agents did in a period. */
interface PeriodCounts {
  /** Sessions that started. */
  sessions: number
  /** Memories that agents stored. */
  stored: number
  recalls: number
  /** Calls in the request log that got an error. */
  failed: number
}

export interface ActivityCounts {
  active: number
  expiring: number
  /** Sessions that were active 24 hours before. */
  activeBefore: number
  today: PeriodCounts
  yesterday: PeriodCounts
  /** Calls that got an error, of each of the last 14 days (UTC). */
  failedByDay: number[]
  /** For how many days the team keeps its request log; 0: it has none. */
  requestsKeptDays: number
}

/** No more events or calls of a period are counted, so that the dashboard of a very busy team does not become slow. */
export const MOST_COUNTED = 100_000

/** Counts what the agents of a team do now, did today, and did yesterday until the same time. */
export async function readActivityCounts(db: Db, teamId: string, periods: ComparedPeriods): Promise<ActivityCounts> {
  const { today, now, yesterday, yesterdayUntil } = periods
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000)
  const { rows } = await sql<ActivityCounts>`
    select (select count(*)::integer from sessions s where s.team_id = ${teamId} and ${sql.raw(isActive('s'))}) as active,
      (select count(*)::integer from sessions s where s.team_id = ${teamId} and ${sql.raw(isExpiring('s'))}) as expiring,
      ${activeAt(teamId, dayAgo)} as "activeBefore",
      ${periodCounts(teamId, today, now)} as today, ${periodCounts(teamId, yesterday, yesterdayUntil)} as yesterday,
      ${failedByDay(teamId)} as "failedByDay",
      (select t.requests_kept_days from teams t where t.id = ${teamId}) as "requestsKeptDays"`.execute(db)
  return onlyRow(rows)
}

/** Sessions that were active at a moment, without those that ended before; each part is read from an index. */
const activeAt = (teamId: string, moment: Date) => sql`
  (select count(*)::integer from sessions s
    where s.team_id = ${teamId} and s.ended_at is not null and s.ended_at > ${moment} and s.started_at <= ${moment} and s.expires_at > ${moment})
  + (select count(*)::integer from sessions s
    where s.team_id = ${teamId} and s.ended_at is null and s.started_at <= ${moment} and s.expires_at > ${moment})`

function periodCounts(teamId: string, from: Date, until: Date): RawBuilder<PeriodCounts> {
  return sql`(
    select json_build_object('stored', coalesce(sum(e.amount) filter (where e.kind = 'remembered'), 0), 'recalls', count(*) filter (where e.kind = 'recalled'),
      'sessions', (select count(*) from sessions s where s.team_id = ${teamId} and s.started_at >= ${from} and s.started_at < ${until}),
      'failed', (select count(*) from (
        select from request_log r where r.team_id = ${teamId} and r.status >= 400 and r.at >= ${from} and r.at < ${until} limit ${MOST_COUNTED}) failed))
    from (
      select kind, amount from session_events where team_id = ${teamId} and at >= ${from} and at < ${until} limit ${MOST_COUNTED}) e)`
}

const failedByDay = (teamId: string) => sql`array(
  select coalesce(sum(h.errors), 0)::integer from generate_series(0, 13) as back (days)
  cross join lateral (select date_trunc('day', memanto_now(), 'UTC') - (13 - back.days) * interval '1 day' as began) day
  left join request_hours h on h.team_id = ${teamId} and h.hour >= day.began and h.hour < day.began + interval '1 day'
  group by back.days order by back.days)`
