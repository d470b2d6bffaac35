import { type RawBuilder, sql } from 'kysely'
import { onlyRow } from './query-results'
import { type Statement, sendTogether } from './round-trips'
import type { Db, Tx } from './schema'

/** How often recalls returned a memory, as far as they are counted: that is at most a minute old. */
export interface MemoryUse {
  recalled_count: number
  last_recalled_at: Date | null
}

/** SQL of the columns of a MemoryUse, after `joinUse`. */
export const USE_COLUMNS = 'coalesce(u.recalled_count, 0) as recalled_count, u.last_recalled_at'

/** SQL that joins, as `u`, how often recalls of the team $1 returned a memory `m`; no row when none did. */
export const joinUse = (m: string) => `left join memory_uses u on u.team_id = $1::uuid and u.memory_id = ${m}.id`

/** The mark of a team of which nothing is counted. */
const NOTHING_COUNTED = '3:3:'

/** SQL that is true for a mark `k` of another database: it stands for a time that is still to come in this one. */
const IS_OF_OTHER_DATABASE = sql.raw('pg_snapshot_xmax(k.counted) > pg_snapshot_xmax(pg_current_snapshot())')

/** SQL that is true for an event `e` of a recall that is not counted. An index has the recalls that returned memories, by their transactions. */
const isUncounted = (mark: {
  counted: RawBuilder<unknown>
  afterId: RawBuilder<unknown>
}) => sql`e.kind = 'recalled' and e.memory_ids is not null
  and e.txid >= pg_snapshot_xmin(${mark.counted}) and not pg_visible_in_snapshot(e.txid, ${mark.counted}) and e.id > ${mark.afterId}`

/** Returns whether a team has recalls that are not counted. */
export async function hasUncountedRecalls(db: Db, teamId: string): Promise<boolean> {
  const mark = (column: string, otherwise: string) =>
    sql`coalesce((select k.${sql.raw(column)} from memory_use_marks k where k.team_id = ${teamId}), ${sql.lit(otherwise)})`
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select from session_events e where e.team_id = ${teamId}
        and ${isUncounted({ counted: mark('counted', NOTHING_COUNTED), afterId: mark('after_id', '0') })}
    ) or exists (select from memory_use_marks k where k.team_id = ${teamId} and ${IS_OF_OTHER_DATABASE}) as has`.execute(db)
  return onlyRow(rows).has
}

/**
 * Counts recalls of a team that are not counted yet, about `limit` of them, and returns how many; fewer than `limit` when there are no more.
 * Transactions that count for one team wait for each other.
 * @throws lock_not_available (55P03) when a memory is being deleted; nothing is counted then. It is not waited for, so that no deletion meets a deadlock.
 */
export async function countRecalls(tx: Tx, teamId: string, limit: number): Promise<number> {
  const [, , , [counted]] = await sendTogether<[object, object, object, { count: number }]>(
    tx,
    sql`insert into memory_use_marks (team_id, counted) values (${teamId}, ${NOTHING_COUNTED}) on conflict (team_id) do nothing`.compile(
      tx,
    ),
    sql`select from memory_use_marks k where k.team_id = ${teamId} for update`.compile(tx),
    skipRestoredEvents(teamId).compile(tx),
    countUncounted(teamId, limit).compile(tx) as Statement<{ count: number }>,
  )
  return counted?.count ?? 0
}

/** After a restore, or in a copy made with pg_dump, no event counts that is there: its count is too, apart from those of the last minute before. */
const skipRestoredEvents = (teamId: string) => sql`
  update memory_use_marks k set counted = pg_current_snapshot(),
    after_id = coalesce((select max(e.id) from session_events e where e.team_id = ${teamId}), 0)
  where k.team_id = ${teamId} and ${IS_OF_OTHER_DATABASE}`

const MARK = { counted: sql.raw('(select counted from mark)'), afterId: sql.raw('(select after_id from mark)') }

/**
 * The statement sees exactly the events of the transactions that have ended in its snapshot, which becomes the mark; with more than `limit` events, only
 * that part of the snapshot which is before the transaction `until`. Memories are looked up one by one: the planner would rather read whole tables
 * than believe how few there are.
 */
const countUncounted = (teamId: string, limit: number) => sql`
  with mark as materialized (select k.counted, k.after_id from memory_use_marks k where k.team_id = ${teamId}),
  later as (
    select e.txid from session_events e where e.team_id = ${teamId} and ${isUncounted(MARK)} and e.txid >= pg_snapshot_xmax(${MARK.counted})
    order by e.txid
  ),
  bound as materialized (
    select least(pg_snapshot_xmax(pg_current_snapshot()), (select txid from later where txid > (select txid from later offset ${limit - 1} limit 1) limit 1)) as until
  ),
  seen as materialized (
    select concat(coalesce((array_agg(r.txid order by r.txid))[1], b.until), ':', b.until, ':', string_agg(r.txid::text, ',' order by r.txid)) as counted
    from bound b left join pg_snapshot_xip(pg_current_snapshot()) as r (txid) on r.txid < b.until group by b.until
  ),
  taken as materialized (
    select e.at, e.memory_ids from session_events e
    where e.team_id = ${teamId} and ${isUncounted(MARK)} and e.txid < (select until from bound)
  ),
  sums as materialized (
    select r.memory_id, count(*) as recalled_count, max(t.at) as last_recalled_at from taken t cross join unnest(t.memory_ids) as r (memory_id) group by 1
  ),
  counted_before as materialized (
    select s.memory_id from sums s cross join lateral (
      select from memory_uses u where u.team_id = ${teamId} and u.memory_id = s.memory_id limit 1 for update nowait) u
  ),
  counted_first as materialized (
    select s.memory_id from sums s cross join lateral (
      select from memories m where m.team_id = ${teamId} and m.id = s.memory_id limit 1 for key share nowait) m
    where s.memory_id not in (select memory_id from counted_before)
  ),
  written as (
    insert into memory_uses as u (team_id, memory_id, recalled_count, last_recalled_at)
    select ${teamId}::uuid, s.memory_id, s.recalled_count, s.last_recalled_at from sums s
    where s.memory_id in (select memory_id from counted_before union all select memory_id from counted_first)
    on conflict (team_id, memory_id) do update set recalled_count = u.recalled_count + excluded.recalled_count,
      last_recalled_at = greatest(u.last_recalled_at, excluded.last_recalled_at)
  ),
  marked as (
    update memory_use_marks k set counted = (select s.counted::pg_snapshot from seen s) where k.team_id = ${teamId} and exists (select from taken)
  )
  select count(*) as count from taken`
