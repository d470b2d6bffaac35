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
  /** False when there were at least MOST_COUNTED events, so that not all were counted: `stored` and `recalls` may be too low. */
  areAllEvents: boolean
  /** Calls that got an error. `isSample`: the period begins or ends within an hour of which the request log does not have all errors, so that `count` may be too low. */
  failed: { count: number; isSample: boolean }
}

export interface ActivityCounts {
  active: number
  expiring: number
  /** Sessions that were active 24 hours before. */
  activeBefore: number
  today: PeriodCounts
  yesterday: PeriodCounts
  /** For how many days the team keeps the timelines of ended sessions. */
  eventsKeptDays: number
  /** For how many days the team keeps its request log; 0: it has none. */
  requestsKeptDays: number
  /** The time of the oldest call in the request log. The log has all errors since then that were recorded. */
  requestsSince: Date | null
}

/** No more events are counted at once, so that the dashboard of a very busy team does not become slow. */
const MOST_COUNTED = 100_000

/** Counts what the agents of a team do now, did today, and did yesterday until the same time. No more than `mostCounted` events of a period are counted. */
export async function readActivityCounts(
  db: Db,
  teamId: string,
  periods: ComparedPeriods,
  mostCounted: number = MOST_COUNTED,
): Promise<ActivityCounts> {
  const { today, now, yesterday, yesterdayUntil } = periods
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000)
  const { rows } = await sql<ActivityCounts>`
    select (select count(*)::integer from sessions s where s.team_id = ${teamId} and ${sql.raw(isActive('s'))}) as active,
      (select count(*)::integer from sessions s where s.team_id = ${teamId} and ${sql.raw(isExpiring('s'))}) as expiring,
      ${activeAt(teamId, dayAgo)} as "activeBefore",
      ${periodCounts(teamId, today, END_OF_TODAY, mostCounted)} as today, ${periodCounts(teamId, yesterday, yesterdayUntil, mostCounted)} as yesterday,
      t.events_kept_days as "eventsKeptDays", t.requests_kept_days as "requestsKeptDays",
      (select r.at from request_log r where r.team_id = ${teamId} order by r.at, r.id limit 1) as "requestsSince"
    from teams t where t.id = ${teamId}`.execute(db)
  return onlyRow(rows)
}

/** Sessions that were active at a moment, without those that ended before; each part is read from an index. */
const activeAt = (teamId: string, moment: Date) => sql`
  (select count(*)::integer from sessions s
    where s.team_id = ${teamId} and s.ended_at is not null and s.ended_at > ${moment} and s.started_at <= ${moment} and s.expires_at > ${moment})
  + (select count(*)::integer from sessions s
    where s.team_id = ${teamId} and s.ended_at is null and s.started_at <= ${moment} and s.expires_at > ${moment})`

/** Nothing happens later than now. The clock of this process may be behind that of the database, so that what happened just now would be missed. */
const END_OF_TODAY = sql`'infinity'::timestamptz`

function periodCounts(teamId: string, from: Date, until: Date | RawBuilder<unknown>, mostCounted: number): RawBuilder<PeriodCounts> {
  return sql`(
    select json_build_object('stored', coalesce(sum(e.amount) filter (where e.kind = 'remembered'), 0), 'recalls', count(*) filter (where e.kind = 'recalled'),
      'areAllEvents', count(*) < ${mostCounted},
      'sessions', (select count(*) from sessions s where s.team_id = ${teamId} and s.started_at >= ${from} and s.started_at < ${until}),
      'failed', ${failedCalls(teamId, from, until)})
    from (
      select kind, amount from session_events where team_id = ${teamId} and at >= ${from} and at < ${until} limit ${mostCounted}) e)`
}

/** A call is written at most this long after it was made, and counted in the hour in which it is written. */
const WRITTEN_WITHIN = sql`interval '2 seconds'`

/**
 * Adds up the counted errors of each whole hour of a period. Of an hour that is only partly in it, the errors in the request log are counted: it has
 * all of them unless it has fewer of the whole hour than were counted.
 */
const failedCalls = (teamId: string, from: Date, until: Date | RawBuilder<unknown>) => sql`(
  select json_build_object('count', coalesce(sum(case when whole.is then h.errors else part.inside end), 0),
    'isSample', coalesce(bool_or(not whole.is and part.errors < h.errors), false))
  from request_hours h
  cross join lateral (select h.hour >= ${from}::timestamptz and h.hour + interval '1 hour' <= ${until}::timestamptz as is) whole
  cross join lateral (
    select count(*) as errors, count(*) filter (where r.at >= ${from}::timestamptz and r.at < ${until}::timestamptz) as inside from request_log r
    where not whole.is and r.team_id = ${teamId} and r.status >= 400 and r.at >= h.hour - ${WRITTEN_WITHIN} and r.at < h.hour + interval '1 hour') part
  where h.team_id = ${teamId} and h.hour > ${from}::timestamptz - interval '1 hour' and h.hour < ${until}::timestamptz)`

/** What happened on each of several days that are over. */
export interface PastActivity {
  sessions: number[]
  /** Undefined when there were at least MOST_COUNTED events on these days. */
  stored: number[] | undefined
  recalls: number[] | undefined
  /** Calls that got an error. An hour that belongs to two days counts on that on which it began. */
  failed: number[]
}

/** Counts what the agents of a team did on successive days. `starts` has when each of them began, and at last when the last one ended. */
export async function readPastActivity(db: Db, teamId: string, starts: Date[], mostCounted: number = MOST_COUNTED): Promise<PastActivity> {
  const [first, end] = [starts[0], starts.at(-1)]
  const dayOf = (moment: RawBuilder<unknown>) => sql`width_bucket(${moment}, ${starts}::timestamptz[])`
  const { rows } = await sql<PastActivity & { areAllEvents: boolean; stored: number[]; recalls: number[] }>`
    with events as materialized (
      select ${dayOf(sql`at`)} as day, kind, amount from session_events where team_id = ${teamId} and at >= ${first} and at < ${end} limit ${mostCounted}
    ),
    done as (
      select day, coalesce(sum(amount) filter (where kind = 'remembered'), 0) as stored, count(*) filter (where kind = 'recalled') as recalls
      from events group by day
    ),
    started as (
      select ${dayOf(sql`started_at`)} as day, count(*) as sessions from sessions where team_id = ${teamId} and started_at >= ${first} and started_at < ${end} group by 1
    ),
    failed as (
      select ${dayOf(sql`hour`)} as day, sum(errors) as errors from request_hours where team_id = ${teamId} and hour >= ${first} and hour < ${end} group by 1
    )
    select (select count(*) < ${mostCounted} from events) as "areAllEvents", ${eachDay('sessions')} as sessions, ${eachDay('stored')} as stored,
      ${eachDay('recalls')} as recalls, ${eachDay('errors')} as failed
    from generate_series(1, ${starts.length - 1}::integer) as each (day)
    left join done on done.day = each.day left join started on started.day = each.day left join failed on failed.day = each.day`.execute(db)
  const { areAllEvents, stored, recalls, ...others } = onlyRow(rows)
  return areAllEvents ? { ...others, stored, recalls } : { ...others, stored: undefined, recalls: undefined }
}

const eachDay = (column: string) => sql`array_agg(coalesce(${sql.ref(column)}, 0)::float8 order by each.day)`
