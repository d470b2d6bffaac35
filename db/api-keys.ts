import { type Insertable, sql } from 'kysely'
import type { ApiKey, Db, Schema, Tx } from './schema'

export interface KeyToCheck extends ApiKey {
  /** Ids of the agents a limited key may reach; null when it is not limited. */
  only_agents: string[] | null
  is_current: boolean
  is_previous: boolean
  is_expired: boolean
}

/** The key of an id, with how the secret and the clock stand to it; one round trip. */
export async function findKeyToCheck(db: Db, id: string, secretHash: Buffer): Promise<KeyToCheck | undefined> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .select((row) => [
      sql<string[] | null>`case when limited then array(
        select l.agent_row_id from api_key_agents l where l.team_id = api_keys.team_id and l.key_id = api_keys.id) end`.as('only_agents'),
      row('secret_hash', '=', secretHash).$castTo<boolean>().as('is_current'),
      sql<boolean>`coalesce(previous_hash = ${secretHash} and previous_until > memanto_now(), false)`.as('is_previous'),
      sql<boolean>`coalesce(expires_at <= memanto_now(), false)`.as('is_expired'),
    ])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Keeps a key from being revoked until the transaction ends; false when it is revoked or expired already. */
export async function lockKeyForShare(tx: Tx, teamId: string, id: string): Promise<boolean> {
  const held = await tx
    .selectFrom('api_keys')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where(sql<boolean>`coalesce(expires_at > memanto_now(), true)`)
    .forKeyShare()
    .executeTakeFirst()
  return held !== undefined
}

/** Writes when and from where a key was last used; at most once a minute, whatever other processes do. */
export async function touchKey(db: Db, id: string, address: string | null): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: sql<Date>`memanto_now()`, last_used_ip: address })
    .where('id', '=', id)
    .where(sql<boolean>`coalesce(last_used_at < memanto_now() - interval '1 minute', true)`)
    .execute()
}

/** A key as the team's list tells of it: no hashes. */
export type KeyView = Omit<ApiKey, 'secret_hash' | 'previous_hash'> & {
  /** Public ids of the living agents that a limited key may reach; null when it is not limited. */
  agents: string[] | null
  now: Date
}

const TOLD = [
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
] as const

/** Newest first, revoked ones too, after `from` when a page goes on. */
export async function listKeyViews(
  db: Db,
  teamId: string,
  from: { time: Date; id: string } | undefined,
  limit: number,
): Promise<KeyView[]> {
  return db
    .selectFrom('api_keys')
    .select(TOLD)
    .select([
      sql<string[] | null>`case when limited then array(
        select a.name from api_key_agents l join agents a on a.team_id = l.team_id and a.id = l.agent_row_id
        where l.team_id = api_keys.team_id and l.key_id = api_keys.id and a.deleted_at is null order by a.name) end`.as('agents'),
      sql<Date>`memanto_now()`.as('now'),
    ])
    .where('team_id', '=', teamId)
    .$if(from !== undefined, (query) => query.where(sql<boolean>`(created_at, id) < (${from?.time}::timestamptz, ${from?.id})`))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The key of an id, made if it is missing. */
export async function ensureKey(db: Db, row: Insertable<Schema['api_keys']> & { id: string }): Promise<ApiKey> {
  const find = () => db.selectFrom('api_keys').selectAll().where('id', '=', row.id).executeTakeFirst()
  const known = await find()
  if (known) return known
  await db
    .insertInto('api_keys')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await find()) as ApiKey
}

export async function insertKey(tx: Tx, row: Insertable<Schema['api_keys']>): Promise<ApiKey> {
  return tx.insertInto('api_keys').values(row).returningAll().executeTakeFirstOrThrow()
}

/** Limits a key to living agents of its team; gives the names that there are none of. */
export async function limitKey(tx: Tx, key: Pick<ApiKey, 'team_id' | 'id'>, agentNames: string[]): Promise<string[]> {
  const agents = await tx
    .selectFrom('agents')
    .select(['id', 'name'])
    .where('team_id', '=', key.team_id)
    .where('deleted_at', 'is', null)
    .where('name', 'in', agentNames)
    .execute()
  const rows = agents.map((agent) => ({ team_id: key.team_id, key_id: key.id, agent_row_id: agent.id }))
  if (rows.length > 0) await tx.insertInto('api_key_agents').values(rows).execute()
  return agentNames.filter((name) => !agents.some((agent) => agent.name === name))
}

/** The ids of the keys that are not revoked. */
export async function listLiveKeys(db: Db, teamId: string): Promise<string[]> {
  const found = await db
    .selectFrom('api_keys')
    .select('id')
    .where('team_id', '=', teamId)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .execute()
  return found.map(({ id }) => id)
}

/** Waits for activations that hold the key, and makes later ones wait. */
export async function lockKey(tx: Tx, teamId: string, id: string): Promise<ApiKey | undefined> {
  return tx.selectFrom('api_keys').selectAll().where('team_id', '=', teamId).where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function lockLiveKey(tx: Tx, teamId: string, id: string): Promise<ApiKey | undefined> {
  const key = await lockKey(tx, teamId, id)
  return key && (await lockKeyForShare(tx, teamId, id)) ? key : undefined
}

/** The old secret matches until its overlap ends; without one, from this moment on no more. */
export async function rotateSecret(tx: Tx, key: ApiKey, { secretHash, lastFour }: NewSecret, overlapMinutes: number): Promise<ApiKey> {
  const isKept = overlapMinutes > 0
  return tx
    .updateTable('api_keys')
    .set({
      secret_hash: secretHash,
      last_four: lastFour,
      previous_hash: isKept ? key.secret_hash : null,
      previous_last_four: isKept ? key.last_four : null,
      previous_until: isKept ? sql<Date>`memanto_now() + ${overlapMinutes} * interval '1 minute'` : null,
      rotated_at: sql<Date>`memanto_now()`,
    })
    .where('team_id', '=', key.team_id)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function updateRateLimit(tx: Tx, key: ApiKey, perMinute: number | null): Promise<ApiKey> {
  return tx
    .updateTable('api_keys')
    .set({ requests_per_minute: perMinute })
    .where('team_id', '=', key.team_id)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function revokeSecret(tx: Tx, key: ApiKey, byName: string, reason: string): Promise<ApiKey> {
  return tx
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`memanto_now()`, revoked_by_name: byName, revoke_reason: reason })
    .where('team_id', '=', key.team_id)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

interface NewSecret {
  secretHash: Buffer
  lastFour: string
}
