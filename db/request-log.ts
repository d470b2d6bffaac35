import { type RawBuilder, sql } from 'kysely'
import { REQUEST_STATUSES, type RequestStatus } from './constants'
import { NOW } from './fragments'
import { allOf, contains, isAfter, isInRange, type ListPosition } from './list-filters'
import { objectOf, onlyRow } from './query-results'
import type { Db, Schema } from './schema'

/** A call to record, as JSON for the statement. `age_ms` says how long ago it was. */
export interface NewRequest extends Omit<Schema['request_log'], 'team_id' | 'at'> {
  age_ms: number
}

export interface CallCounts {
  calls: number
  errors: number
}

/** Records calls of a team, and how many calls there were since the last time. Does nothing when the team records none, or was deleted. */
export async function insertRequests(
  db: Db,
  teamId: string,
  requests: readonly NewRequest[],
  { calls, errors }: CallCounts,
): Promise<void> {
  await sql`
    with recording as (
      select t.id as team_id, memanto_now() as now from teams t where t.id = ${teamId} and t.deleted_at is null and t.requests_kept_days > 0
    ),
    recorded as (
      insert into request_log (team_id, id, at, method, route, status, code, ms, key_id, session_id, agent, address, digest)
      select c.team_id, r.id, c.now - r.age_ms * interval '1 millisecond', r.method, r.route, r.status, r.code, r.ms, r.key_id, r.session_id, r.agent, r.address, r.digest
      from recording c cross join jsonb_to_recordset(${JSON.stringify(requests)}::jsonb) as r (
        id text, age_ms double precision, method text, route text, status smallint, code text, ms real, key_id text, session_id text, agent text, address text, digest text)
      on conflict do nothing
    )
    insert into request_hours as hours (team_id, hour, calls, errors, recorded)
    select c.team_id, date_trunc('hour', c.now, 'UTC'), ${calls}, ${errors}, ${requests.length} from recording c
    on conflict (team_id, hour) do update set
      calls = hours.calls + excluded.calls, errors = hours.errors + excluded.errors, recorded = hours.recorded + excluded.recorded`.execute(
    db,
  )
}

/** Which calls the request log shows. */
export interface RequestFilters {
  /** Responses with an error: all of them, those of the caller or those of the server. Or those without. */
  status?: RequestStatus | undefined
  method?: string | undefined
  route?: string | undefined
  /** Part of the name, or the whole id, of a key. */
  key?: string | undefined
  agent?: string | undefined
  /** A request id, or the code that a failed page showed. */
  requestId?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  hours?: number | undefined
}

const HAS_STATUS: Record<RequestStatus, RawBuilder<unknown>> = {
  success: sql`r.status < 400`,
  error: sql`r.status >= 400`,
  client_error: sql`r.status >= 400 and r.status < 500`,
  server_error: sql`r.status >= 400 and r.status >= 500`,
}

/** A call of the request log with the name of its key. */
export type RecordedRequest = Omit<Schema['request_log'], 'team_id'> & { key_name: string | null }

/** Returns up to `limit` recorded calls of a team that match, newest first, those after `from` when a page goes on. */
export async function listRequests(
  db: Db,
  teamId: string,
  filters: RequestFilters,
  from: ListPosition | undefined,
  limit: number,
): Promise<RecordedRequest[]> {
  const { rows } = await sql<RecordedRequest>`
    select r.id, r.at, r.method, r.route, r.status, r.code, r.ms, r.key_id, r.session_id, r.agent, r.address, r.digest, k.name as key_name
    from ${matchingIn(teamId, filters)} and ${isAfter('r.at', 'r.id', 'text', from)}
    order by r.at desc, r.id desc limit ${limit}`.execute(db)
  return rows
}

/** Counts for each outcome the recorded calls that match the other filters; every count stops at `upTo`. */
export async function countRequestsByStatus(db: Db, teamId: string, filters: RequestFilters, upTo: number) {
  const counted = (status: RequestStatus) =>
    sql`(select count(*) from (select from ${matchingIn(teamId, { ...filters, status })} limit ${upTo}) found)`
  const { rows } = await sql<{ counts: Record<RequestStatus, number> }>`select ${objectOf(REQUEST_STATUSES, counted)} as counts`.execute(db)
  return onlyRow(rows).counts
}

const matchingIn = (teamId: string, filters: RequestFilters) => sql`
  request_log r left join api_keys k on k.team_id = ${teamId} and k.id = r.key_id where r.team_id = ${teamId} and ${matches(filters)}`

function matches({ status, method, route, key, agent, requestId, from, to, hours }: RequestFilters): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [isInRange('r.at', { from, to, withinHours: hours })]
  if (status !== undefined) conditions.push(HAS_STATUS[status])
  if (method !== undefined) conditions.push(sql`r.method = ${method}`)
  if (route !== undefined) conditions.push(sql`r.route = ${route}`)
  if (key !== undefined) conditions.push(sql`(r.key_id = ${key} or ${contains(['k.name'], key)})`)
  if (agent !== undefined) conditions.push(sql`r.agent = ${agent}`)
  if (requestId !== undefined) conditions.push(sql`(r.id = ${requestId} or r.digest = ${requestId})`)
  return allOf(conditions)
}

/** How many calls a team made in about the last 24 hours, how many of them were recorded, and what the log still has. */
export interface RequestTotals {
  /** The beginning of the hour from which calls are counted. */
  since: Date
  calls: number
  errors: number
  recorded: number
  kept_days: number
  /** Whether more calls were recorded in the days that are kept than the log can have. */
  is_full: boolean
  /** The time of the oldest recorded call; null when there is none. */
  oldest: Date | null
}

/** Reads the numbers about the request log of a team. */
export async function readRequestTotals(db: Db, teamId: string): Promise<RequestTotals> {
  const { rows } = await sql<RequestTotals>`
    select span.since, lately.*, t.requests_kept_days as kept_days,
      (select coalesce(sum(h.recorded), 0) > ${MOST_ROWS} from request_hours h
        where h.team_id = ${teamId} and h.hour > ${sql.raw(NOW)} - t.requests_kept_days * interval '1 day') as is_full,
      (select r.at from request_log r where r.team_id = ${teamId} order by r.at, r.id limit 1) as oldest
    from teams t
    cross join lateral (select date_trunc('hour', ${sql.raw(NOW)} - interval '24 hours', 'UTC') as since) span
    cross join lateral (
      select coalesce(sum(h.calls), 0)::integer as calls, coalesce(sum(h.errors), 0)::integer as errors, coalesce(sum(h.recorded), 0)::integer as recorded
      from request_hours h where h.team_id = ${teamId} and h.hour >= span.since) lately
    where t.id = ${teamId}`.execute(db)
  return onlyRow(rows)
}

/** The request log of a team has the newest calls, this many, and as many errors. */
export const MOST_ROWS = 50_000

/** The time of the newest call, among those that match, that is one too many. */
const firstBeyond = (teamId: string, condition: RawBuilder<unknown>) => sql`coalesce((
    select r.at from request_log r where r.team_id = ${teamId} and ${condition} order by r.at desc, r.id desc offset ${MOST_ROWS} limit 1), '-infinity')`

/** Removes up to `limit` recorded calls of a team that are older than it keeps them or too many, and returns how many. Errors are kept longer than other calls. */
export async function purgeRequests(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with limits as materialized (
      select ${sql.raw(NOW)} - t.requests_kept_days * interval '1 day' as until, ${firstBeyond(teamId, sql`true`)} as calls_until,
        ${firstBeyond(teamId, sql`r.status >= 400`)} as errors_until
      from teams t where t.id = ${teamId}
    )
    delete from request_log where team_id = ${teamId} and ctid = any (array(
      select r.ctid from request_log r, limits l
      where r.team_id = ${teamId} and r.at <= greatest(l.until, l.calls_until)
        and r.at <= greatest(l.until, case when r.status < 400 then l.calls_until else l.errors_until end)
      order by r.at limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Removes up to `limit` counted hours of a team that are older than the longest time for which calls are kept, and returns how many. */
export async function purgeRequestHours(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from request_hours where team_id = ${teamId} and ctid = any (array(
      select h.ctid from request_hours h where h.team_id = ${teamId} and h.hour < ${sql.raw(NOW)} - interval '90 days' limit ${limit}))`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}
