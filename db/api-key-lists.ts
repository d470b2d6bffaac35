import { type RawBuilder, sql } from 'kysely'
import { KEY_EXPIRES_SOON_DAYS, KEY_LONG_UNUSED_DAYS, type KeySort } from './constants'
import { keyIsUsable, NOW, previousSecretWorks, withTeam } from './fragments'
import { isAfter, isAfterAscending, type ListPosition } from './list-filters'
import { onlyRow } from './query-results'
import type { ApiKey, Db } from './schema'

/** A key as the team's list shows it, without the hashes of its secrets. */
export type KeyView = Omit<ApiKey, 'secret_hash' | 'previous_hash'> & {
  /** Public ids of the agents, not deleted, that a limited key may use; null when it is not limited. */
  agents: string[] | null
  now: Date
}

const SHOWN_COLUMNS = [
  'team_id',
  'id',
  'name',
  'last_four',
  'previous_last_four',
  'previous_until',
  'scopes',
  'limited',
  'created_by',
  'created_by_name',
  'created_at',
  'expires_at',
  'rotated_at',
  'revoked_at',
  'revoked_by_name',
  'revoke_reason',
  'last_used_at',
  'last_used_ip',
  'requests_per_minute',
  'memory_trust',
  'allowed_networks',
] as const

const agentNames = (team: string) => `case when limited then array(
  select a.name from api_key_agents l join agents a on a.team_id = ${team} and a.id = l.agent_row_id
  where l.team_id = ${team} and l.key_id = api_keys.id and a.deleted_at is null order by a.name) end`

/** Finds a key of the team, also when it was revoked. */
export async function findKeyView(db: Db, teamId: string, id: string): Promise<KeyView | undefined> {
  return keyViews(db, teamId).where('id', '=', id).executeTakeFirst()
}

const keyViews = (db: Db, teamId: string) =>
  db
    .selectFrom('api_keys')
    .select(SHOWN_COLUMNS)
    .select([withTeam<string[] | null>(teamId, agentNames).as('agents'), sql.raw<Date>(NOW).as('now')])
    .where('team_id', '=', teamId)

interface Order {
  by: RawBuilder<unknown>
  after: (teamId: string, from: ListPosition) => RawBuilder<boolean>
  positionOf: (key: KeyView) => ListPosition
}

/** What stands for the time of a key that was never used, or that never expires, so that it is last in both directions. */
const NEVER = { asc: new Date('9999-12-31T23:59:59.999Z'), desc: new Date(0) }

function byTime(column: 'created_at' | 'last_used_at' | 'expires_at', direction: 'asc' | 'desc'): Order {
  const never = NEVER[direction]
  // The index by the time of creation has the bare column.
  const value = column === 'created_at' ? column : `coalesce(${column}, timestamptz '${never.toISOString()}')`
  return {
    by: sql.raw(`${value} ${direction}, id ${direction}`),
    after: (_, from) => (direction === 'asc' ? isAfterAscending(value, 'id', from) : isAfter(value, 'id', 'text', from)),
    positionOf: (key) => ({ time: key[column] ?? never, id: key.id }),
  }
}

/** Keys can have the same name, and the database compares names in its own way: a page goes on after the name of its last key, which never changes. */
function byName(direction: 'asc' | 'desc'): Order {
  const isAfterName = sql.raw(direction === 'asc' ? '>' : '<')
  return {
    by: sql.raw(`lower(name) ${direction}, id ${direction}`),
    after: (teamId, { id }) =>
      sql`(lower(name), id) ${isAfterName} (select lower(k.name), k.id from api_keys k where k.team_id = ${teamId} and k.id = ${id}::text)`,
    positionOf: ({ id }) => ({ time: new Date(0), id }),
  }
}

/** Only the order by creation has an index; the others sort the keys of one team. */
const KEY_ORDERS: Record<KeySort, Order> = {
  newest: byTime('created_at', 'desc'),
  oldest: byTime('created_at', 'asc'),
  name: byName('asc'),
  name_desc: byName('desc'),
  last_used: byTime('last_used_at', 'desc'),
  last_used_asc: byTime('last_used_at', 'asc'),
  expires: byTime('expires_at', 'asc'),
  expires_desc: byTime('expires_at', 'desc'),
}

/** Returns up to `limit` keys of the team, revoked ones too, in their order, those after `from` when a page goes on. */
export async function listKeyViews(
  db: Db,
  teamId: string,
  sort: KeySort,
  from: ListPosition | undefined,
  limit: number,
): Promise<KeyView[]> {
  return keyViews(db, teamId)
    .where(from === undefined ? sql<boolean>`true` : KEY_ORDERS[sort].after(teamId, from))
    .orderBy(KEY_ORDERS[sort].by)
    .limit(limit)
    .execute()
}

/** Returns where the page after this key starts. */
export const keyPosition = (key: KeyView, sort: KeySort): ListPosition => KEY_ORDERS[sort].positionOf(key)

/** What an admin should know about the usable keys of a team. The lists have ids of keys. */
export interface KeyHealth {
  usable: number
  /** Keys that expire within KEY_EXPIRES_SOON_DAYS, the next one first. */
  expiring: string[]
  /** Keys older than a day that were never used. */
  neverUsed: string[]
  /** Keys that were not used in the last KEY_LONG_UNUSED_DAYS, but before. */
  idle: string[]
  /** Rotated keys whose previous secret still works. */
  rotating: string[]
  /** When the next of all keys expires. */
  nextExpiry: Date | null
  now: Date
}

const days = (count: number) => `interval '${count} days'`

/** Reads what an admin should know about the usable keys of a team. */
export async function readKeyHealth(db: Db, teamId: string): Promise<KeyHealth> {
  const idsWhere = (condition: string, order: string) =>
    sql.raw(`coalesce(array_agg(k.id order by ${order}) filter (where ${condition}), '{}')`)
  const { rows } = await sql<KeyHealth>`
    select count(*)::integer as usable,
      ${idsWhere(`k.expires_at < ${NOW} + ${days(KEY_EXPIRES_SOON_DAYS)}`, 'k.expires_at, k.id')} as expiring,
      ${idsWhere(`k.last_used_at is null and k.created_at < ${NOW} - interval '1 day'`, 'k.created_at, k.id')} as "neverUsed",
      ${idsWhere(`k.last_used_at <= ${NOW} - ${days(KEY_LONG_UNUSED_DAYS)}`, 'k.last_used_at, k.id')} as idle,
      ${idsWhere(previousSecretWorks('k', NOW), 'k.previous_until, k.id')} as rotating,
      min(k.expires_at) as "nextExpiry", ${sql.raw(NOW)} as now
    from api_keys k where k.team_id = ${teamId} and ${sql.raw(keyIsUsable('k', NOW))}`.execute(db)
  return onlyRow(rows)
}
