import { sql } from 'kysely'
import { NOW } from './fragments'
import { onlyRow } from './query-results'
import type { Db } from './schema'

/** How often a key was used from an address since the last time; '' when the address is not known. */
export interface NewUsage {
  key_id: string
  address: string
  calls: number
  errors: number
}

/** So many addresses of each key and day are counted separately. */
const MOST_ADDRESSES = 100

/** Adds to the usage of a team's keys today (UTC), and leaves out keys that no longer exist, which tokens and restored backups can name. In the order of the keys, so that two processes that do so never deadlock. */
export async function addKeyUsage(db: Db, teamId: string, usage: readonly NewUsage[]): Promise<void> {
  await sql`
    with today as (select (memanto_now() at time zone 'UTC')::date as day),
    used as (
      select u.key_id, u.calls, u.errors,
        case when known.address is not null or (
          select count(*) from key_usage c where c.team_id = ${teamId} and c.key_id = u.key_id and c.day = t.day) < ${MOST_ADDRESSES}
        then u.address else '' end as address
      from today t cross join jsonb_to_recordset(${JSON.stringify(usage)}::jsonb) as u (key_id text, address text, calls integer, errors integer)
      join api_keys k on k.team_id = ${teamId} and k.id = u.key_id
      left join key_usage known on known.team_id = ${teamId} and known.key_id = u.key_id and known.day = t.day and known.address = u.address
    )
    insert into key_usage as usage (team_id, key_id, day, address, calls, errors, last_at)
    select ${teamId}, u.key_id, t.day, u.address, sum(u.calls), sum(u.errors), memanto_now() from used u cross join today t
    group by u.key_id, t.day, u.address order by u.key_id, u.address
    on conflict (team_id, key_id, day, address) do update set
      calls = usage.calls + excluded.calls, errors = usage.errors + excluded.errors, last_at = greatest(usage.last_at, excluded.last_at)`.execute(
    db,
  )
}

/** The usage of a key in the last 30 days, today included. */
export interface KeyUsage {
  calls: number
  errors: number
  sessions: number
  /** Days (UTC) on which it was used, as `2026-01-31`, oldest first. */
  days: { day: string; calls: number; errors: number }[]
  /** Most calls first. '' stands for addresses that are not known or too many. */
  addresses: { address: string; calls: number; last_at: string }[]
  today: string
}

const SINCE = `((${NOW} at time zone 'UTC')::date - 29)`
const ADDRESSES_SHOWN = 20

/** Reads the usage of a key, in one statement. */
export async function readKeyUsage(db: Db, teamId: string, keyId: string): Promise<KeyUsage> {
  const since = sql.raw(SINCE)
  const { rows } = await sql<KeyUsage>`
    with used as materialized (
      select u.day, u.address, u.calls, u.errors, u.last_at from key_usage u where u.team_id = ${teamId} and u.key_id = ${keyId} and u.day >= ${since}
    )
    select coalesce((select sum(calls) from used), 0)::integer as calls, coalesce((select sum(errors) from used), 0)::integer as errors,
      (select count(*)::integer from sessions s where s.team_id = ${teamId} and s.opened_by_id = ${keyId} and s.opened_by_kind = 'key'
        and s.started_at >= ${since}::timestamp at time zone 'UTC') as sessions,
      (${since} + 29)::text as today,
      coalesce((select json_agg(d order by d.day) from (
        select day::text, sum(calls)::integer as calls, sum(errors)::integer as errors from used group by day) d), '[]') as days,
      coalesce((select json_agg(a order by a.calls desc, a.address) from (
        select address, sum(calls)::integer as calls, max(last_at) as last_at from used group by address order by 2 desc, 1 limit ${ADDRESSES_SHOWN}) a), '[]') as addresses`.execute(
    db,
  )
  return onlyRow(rows)
}

/** Removes up to `limit` rows of the usage of a team's keys that are older than 90 days, and returns how many. */
export async function purgeKeyUsage(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from key_usage where team_id = ${teamId} and ctid = any (array(
      select u.ctid from key_usage u where u.team_id = ${teamId} and u.day < (${sql.raw(NOW)} at time zone 'UTC')::date - 90 limit ${limit}))`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}
