import { type RawBuilder, sql } from 'kysely'
import { type EndReason, LONGEST_RANGE_DAYS } from './constants'
import { type DailyTotals, totalsOfDay } from './daily-totals'
import { activeSeconds } from './fragments'
import { allOf } from './list-filters'
import { onlyRow } from './query-results'
import type { Db } from './schema'
import { firstDayNotSummedUp, startOfDay, utcDay } from './session-days'

export interface SummaryFilters {
  agentName?: string | undefined
  endReason?: EndReason | undefined
  /** The id of the key or person that opened them. */
  openedBy?: string | undefined
  /** So many hours before `to`, or before now; ignored when there is a `from`. */
  withinHours: number
  from?: Date | undefined
  to?: Date | undefined
}

export interface SummaryTotals {
  sessions: number
  stored: number
  retrieved: number
  recalls: number
  /** Medians of single sessions, of the MEDIAN_SAMPLE_SIZE that ended last; null where there is none. */
  median_seconds: number | null
  median_stored: number | null
  median_retrieved: number | null
  median_recalls: number | null
  /** The values at PERCENTILES of the same sessions, in that order; null where there is none. */
  seconds_at: number[] | null
  stored_at: number[] | null
  retrieved_at: number[] | null
  recalls_at: number[] | null
}

/** The percentiles of single sessions that are shown. */
export const PERCENTILES = [50, 75, 90, 95, 99] as const

/** A median is computed from every single session; of a range with more sessions, from the latest ones. */
export const MEDIAN_SAMPLE_SIZE = 5_000

/** Adds up what the sessions that ended in a range did, with medians. */
export async function sumUpEndedSessions(db: Db, teamId: string, filters: SummaryFilters): Promise<SummaryTotals> {
  const bounds = await readBounds(db, teamId, filters)
  const shares = sql.lit(`{${PERCENTILES.map((percentile) => percentile / 100).join(',')}}`)
  const percentiles = (value: string) => sql`percentile_cont(${shares}::float8[]) within group (order by ${sql.raw(value)}::float8)`
  const { rows } = await sql<SummaryTotals>`
    with ${counted(teamId, filters, bounds)},
    ${latestEnded(teamId, filters, MEDIAN_SAMPLE_SIZE)},
    totals as (
      select coalesce(sum(sessions), 0)::bigint as sessions, coalesce(sum(stored), 0)::bigint as stored,
        coalesce(sum(retrieved), 0)::bigint as retrieved, coalesce(sum(recalls), 0)::bigint as recalls from counted
    ),
    percentiles as (
      select ${percentiles('seconds')} as seconds_at, ${percentiles('memories_stored')} as stored_at,
        ${percentiles('memories_retrieved')} as retrieved_at, ${percentiles('recalls')} as recalls_at from latest
    )
    select *, seconds_at[1] as median_seconds, stored_at[1] as median_stored, retrieved_at[1] as median_retrieved, recalls_at[1] as median_recalls
    from totals cross join percentiles`.execute(db)
  return onlyRow(rows)
}

/** Returns each day (UTC) of a range, also those on which no session ended, and the range. */
export async function listEndedPerDay(
  db: Db,
  teamId: string,
  filters: SummaryFilters,
): Promise<{ days: DailyTotals[]; range: SummaryRange }> {
  const bounds = await readBounds(db, teamId, filters)
  const { rows } = await sql<DailyTotals>`
    with ${counted(teamId, filters, bounds)}
    select ${totalsOfDay}
    from generate_series(${utcDay(sql`${bounds.since}::timestamptz`)}, ${utcDay(sql`${bounds.until}::timestamptz`)}, interval '1 day') as each (day)
    left join counted c on c.day = each.day::date group by each.day order by each.day`.execute(db)
  return { days: rows, range: rangeOf(bounds) }
}

/** The CTE `latest`: of the sessions that ended in a range, the `size` that ended last, with what percentiles are computed from. */
export function latestEnded(teamId: string, filters: SummaryFilters, size: number) {
  return sql`
    latest as materialized (
      select agent_row_id, end_reason, ended_at, ${sql.raw(activeSeconds('sessions'))} as seconds, memories_stored, memories_retrieved, recalls
      from sessions where team_id = ${teamId} and ${endedIn(filters)} and ${ofAgentAndOpener(teamId, filters)}
      order by ended_at desc, id desc limit ${size}
    )`
}

/** The time range of summaries. */
export interface SummaryRange {
  since: Date
  until: Date
}

export const rangeOf = ({ since, until }: SummaryRange): SummaryRange => ({ since, until })

interface Bounds extends SummaryRange {
  /** The days from the first up to the second, without it, are read as sums; the two are equal when there are none. */
  wholeFrom: string
  wholeTo: string
}

/** Reads the bounds in a statement of its own, because the planner uses the index only for times that it knows. No sums are kept of a single agent or opener. */
export async function readBounds(db: Db, teamId: string, filters: SummaryFilters): Promise<Bounds> {
  const isSummedUp = filters.agentName === undefined && filters.openedBy === undefined
  const mark = isSummedUp ? firstDayNotSummedUp(teamId, 'end') : sql`date '-infinity'`
  const { rows } = await sql<Bounds>`
    select since, until, first_whole::text as "wholeFrom", greatest(first_whole, least(${mark}, ${utcDay(sql`until`)}))::text as "wholeTo"
    from (select (${since(filters)}) as since, (${until(filters)}) as until) ends
    cross join lateral (select ${utcDay(sql`since + interval '1 day' - interval '1 microsecond'`)} as first_whole) whole`.execute(db)
  return onlyRow(rows)
}

/** The CTE `counted`: what ended in the range, by day and end reason. Whole days that are summed up are read as sums, the sessions at both ends of the range one by one. */
export function counted(teamId: string, filters: SummaryFilters, { since, until, wholeFrom, wholeTo }: Bounds) {
  const reason = filters.endReason === undefined ? sql`true` : sql`end_reason = ${filters.endReason}`
  const read = (within: RawBuilder<unknown>) => sql`
    select ${utcDay(sql`ended_at`)} as day, end_reason, count(*) as sessions, sum(memories_stored) as stored, sum(memories_retrieved) as retrieved, sum(recalls) as recalls
    from sessions where team_id = ${teamId} and ended_at is not null and ${reason} and ${ofAgentAndOpener(teamId, filters)} and ${within} group by 1, 2`
  return sql`
    counted as (
      select day, end_reason, sessions, stored, retrieved, recalls from session_days
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

/** The sessions that ended in the range, for the reason. */
export function endedIn(filters: SummaryFilters) {
  const within = sql<boolean>`sessions.ended_at is not null and sessions.ended_at >= (${since(filters)}) and sessions.ended_at <= (${until(filters)})`
  return filters.endReason === undefined ? within : sql<boolean>`${within} and sessions.end_reason = ${filters.endReason}`
}

/** The sessions of the agents that have or had the name, and that a key or person opened. */
export function ofAgentAndOpener(teamId: string, { agentName, openedBy }: SummaryFilters) {
  const conditions: RawBuilder<unknown>[] = []
  if (agentName !== undefined)
    conditions.push(sql`sessions.agent_row_id in (select id from agents where team_id = ${teamId} and name = ${agentName})`)
  if (openedBy !== undefined) conditions.push(sql`sessions.opened_by_id = ${openedBy}`)
  return allOf(conditions)
}
