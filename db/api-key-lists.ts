import { sql } from 'kysely'
import { KEY_EXPIRES_SOON_DAYS, KEY_LONG_UNUSED_DAYS } from './constants'
import { keyIsUsable, NOW, previousSecretWorks, withTeam } from './fragments'
import { isAfter, type ListPosition } from './list-filters'
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

/** Returns up to `limit` keys of the team, revoked ones too, newest first, those after `from` when a page goes on. */
export async function listKeyViews(db: Db, teamId: string, from: ListPosition | undefined, limit: number): Promise<KeyView[]> {
  return keyViews(db, teamId)
    .where(isAfter('created_at', 'id', 'text', from))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

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
