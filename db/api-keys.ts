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
        select l.agent_id from api_key_agents l where l.team_id = api_keys.team_id and l.key_id = api_keys.id) end`.as('only_agents'),
      row('secret_hash', '=', secretHash).$castTo<boolean>().as('is_current'),
      sql<boolean>`coalesce(previous_hash = ${secretHash} and previous_until > memanto_now(), false)`.as('is_previous'),
      sql<boolean>`coalesce(expires_at <= memanto_now(), false)`.as('is_expired'),
    ])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Keeps a key from being revoked until the transaction ends; false when it is revoked or expired already. */
export async function holdKey(tx: Tx, teamId: string, id: string): Promise<boolean> {
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

/** The key of an id, made if it is missing. */
export async function ensureKey(db: Db, row: Insertable<Schema['api_keys']> & { id: string }): Promise<ApiKey> {
  const find = () => db.selectFrom('api_keys').selectAll().where('id', '=', row.id).executeTakeFirst()
  const known = await find()
  if (known) return known
  await db.insertInto('api_keys').values(row).onConflict((conflict) => conflict.doNothing()).execute()
  return (await find()) as ApiKey
}
