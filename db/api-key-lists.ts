import { sql } from 'kysely'
import { NOW, withTeam } from './fragments'
import { isAfter, type ListPosition } from './list-filters'
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
