import { type RawBuilder, sql } from 'kysely'
import { type EndReason, LONGEST_RANGE_DAYS } from './constants'
import { activeSeconds } from './fragments'
import { isAfter, type ListPosition } from './list-filters'
import { onlyRow } from './query-results'
import type { Db } from './schema'
import { firstDayNotSummedUp, startOfDay, utcDay } from './session-days'
import { type SessionView, sessionViews } from './session-lists'

export interface SummaryFilters {
  agentName?: string | undefined
  endReason?: EndReason | undefined
  /** So many hours before `to`, or before now; ignored when there is a `from`. */
  withinHours: number
  from?: Date | undefined
  to?: Date | undefined
}

/** Returns up to `limit` sessions that ended in a range, latest end first, those after `from` when a page goes on. */
export async function listEndedSessions(
  db: Db,
  teamId: string,
  filters: SummaryFilters,
  from: ListPosition | undefined,
  limit: number,
): Promise<SessionView[]> {
  return sessionViews(db, teamId, { agentName: filters.agentName, agentRowIds: null })
    .where(endedIn(filters))
    .where(isAfter('sessions.ended_at', 'sessions.id', 'text', from))
    .orderBy('sessions.ended_at', 'desc')
    .orderBy('sessions.id', 'desc')
    .limit(limit)
    .execute()
}

export interface SummaryTotals {
  sessions: number
  stored: number
  retrieved: number
  recalls: number
  /** Medians of single sessions, of the MEDIANS_OF that ended last; null where there is none. */
  median_seconds: number | null
  median_stored: number | null
  median_retrieved: number | null
  median_recalls: number | null
}

/** A median is computed from every single session; of a range with more sessions, from the latest ones. */
export const MEDIAN_SAMPLE_SIZE = 5_000

/** Adds up what the sessions that ended in a range did, with medians. */
export async function sumUpEndedSessions(db: Db, teamId: string, filters: SummaryFilters): Promise<SummaryTotals> {
  const bounds = await readBounds(db, teamId, filters)
  const median = (value: string) => sql`percentile_cont(0.5) within group (order by ${sql.raw(value)})`
  const { rows } = await sql<SummaryTotals>`
    with ${counted(teamId, filters, bounds)},
    latest as (
      select ${sql.raw(activeSeconds('sessions'))} as seconds, memories_stored, memories_retrieved, recalls
      from sessions where team_id = ${teamId} and ${endedIn(filters)} and ${ofAgent(teamId, filters)}
      order by ended_at desc, id desc limit ${MEDIAN_SAMPLE_SIZE}
    ),
    totals as (
      select coalesce(sum(sessions), 0)::bigint as sessions, coalesce(sum(stored), 0)::bigint as stored,
        coalesce(sum(retrieved), 0)::bigint as retrieved, coalesce(sum(recalls), 0)::bigint as recalls from counted
    ),
    medians as (
      select ${median('seconds')} as median_seconds, ${median('memories_stored')} as median_stored,
        ${median('memories_retrieved')} as median_retrieved, ${median('recalls')} as median_recalls from latest
    )
    select * from totals cross join medians`.execute(db)
  return onlyRow(rows)
}

export interface EndedPerDay {
  day: string
  sessions: number
  stored: number
  retrieved: number
}

/** Returns each day (UTC) of a range, also those on which no session ended. */
export async function listEndedPerDay(db: Db, teamId: string, filters: SummaryFilters): Promise<EndedPerDay[]> {
  const bounds = await readBounds(db, teamId, filters)
  const { rows } = await sql<EndedPerDay>`
    with ${counted(teamId, filters, bounds)}
    select to_char(each.day, 'YYYY-MM-DD') as day, coalesce(sum(c.sessions), 0)::bigint as sessions,
      coalesce(sum(c.stored), 0)::bigint as stored, coalesce(sum(c.retrieved), 0)::bigint as retrieved
    from generate_series(${utcDay(sql`${bounds.since}::timestamptz`)}, ${utcDay(sql`${bounds.until}::timestamptz`)}, interval '1 day') as each (day)
    left join counted c on c.day = each.day::date group by each.day order by each.day`.execute(db)
  return rows
}

interface Bounds {
  since: Date
  until: Date
  /** The days from the first up to the second, without it, are read as sums; the two are equal when there are none. */
  wholeFrom: string
  wholeTo: string
}

/** Reads the bounds in a statement of its own, because the planner uses the index only for times that it knows. No sums are kept of a single agent. */
async function readBounds(db: Db, teamId: string, filters: SummaryFilters): Promise<Bounds> {
  const mark = filters.agentName === undefined ? firstDayNotSummedUp(teamId, 'end') : sql`date '-infinity'`
  const { rows } = await sql<Bounds>`
    select since, until, first_whole::text as "wholeFrom", greatest(first_whole, least(${mark}, ${utcDay(sql`until`)}))::text as "wholeTo"
    from (select (${since(filters)}) as since, (${until(filters)}) as until) ends
    cross join lateral (select ${utcDay(sql`since + interval '1 day' - interval '1 microsecond'`)} as first_whole) whole`.execute(db)
  return onlyRow(rows)
}

/** The CTE `counted`: what ended in the range, by day. Whole days that are summed up are read as sums, the sessions at both ends of the range one by one. */
function counted(teamId: string, filters: SummaryFilters, { since, until, wholeFrom, wholeTo }: Bounds) {
  const reason = filters.endReason === undefined ? sql`true` : sql`end_reason = ${filters.endReason}`
  const read = (within: RawBuilder<unknown>) => sql`
    select ${utcDay(sql`ended_at`)} as day, count(*) as sessions, sum(memories_stored) as stored, sum(memories_retrieved) as retrieved, sum(recalls) as recalls
    from sessions where team_id = ${teamId} and ended_at is not null and ${reason} and ${ofAgent(teamId, filters)} and ${within} group by 1`
  return sql`
    counted as (
      select day, sessions, stored, retrieved, recalls from session_days
      where team_id = ${teamId} and counted_by = 'end' and day >= ${wholeFrom}::date and day < ${wholeTo}::date and ${reason}
      union all ${read(sql`ended_at >= ${since} and ended_at <= ${until} and ended_at < ${startOfDay(sql`${wholeFrom}::date`)}`)}
      union all ${read(sql`ended_at >= ${startOfDay(sql`${wholeTo}::date`)} and ended_at <= ${until}`)}
    )`
}

/** The end of a range is never in the future, so that no day is shown that has not begun. */
const until = ({ to }: SummaryFilters) => sql`select least(${to ?? null}::timestamptz, memanto_now())`

/** A range begins at `from`, or so many hours before its end, and never more than LONGEST_RANGE_DAYS before it. */
const since = (filters: SummaryFilters) => sql`
  select greatest(coalesce(${filters.from ?? null}::timestamptz, ended - ${filters.withinHours} * interval '1 hour'), ended - ${LONGEST_RANGE_DAYS} * interval '1 day')
  from (${until(filters)}) as bound (ended)`

function endedIn(filters: SummaryFilters) {
  const within = sql<boolean>`sessions.ended_at is not null and sessions.ended_at >= (${since(filters)}) and sessions.ended_at <= (${until(filters)})`
  return filters.endReason === undefined ? within : sql<boolean>`${within} and sessions.end_reason = ${filters.endReason}`
}

function ofAgent(teamId: string, { agentName }: SummaryFilters) {
  if (agentName === undefined) return sql<boolean>`true`
  return sql<boolean>`sessions.agent_row_id in (select id from agents where team_id = ${teamId} and name = ${agentName})`
}
