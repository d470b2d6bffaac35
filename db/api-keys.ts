import { type Insertable, sql, type UpdateObject } from 'kysely'
import type { Trust } from './constants'
import { keyAllowsAddress, keyHasExpired, keyIsUsable, previousSecretWorks } from './fragments'
import { type Statement, statement } from './round-trips'
import type { ApiKey, Db, Schema, Tx } from './schema'
import { hotStatement } from './statement-hooks'

export interface KeyToCheck extends Pick<ApiKey, 'team_id' | 'id' | 'name' | 'scopes' | 'revoked_at' | 'requests_per_minute'> {
  /** Row ids of the agents that a limited key may use; null when it is not limited. */
  agent_row_ids: string[] | null
  is_current: boolean
  is_previous: boolean
  is_expired: boolean
  /** Whether it works from the client's address. */
  allows_address: boolean
}

const FIND_KEY = hotStatement(
  'find_key',
  `select k.team_id, k.id, k.name, k.scopes, k.revoked_at, k.requests_per_minute,
    case when k.limited then array(select l.agent_row_id from api_key_agents l where l.team_id = k.team_id and l.key_id = k.id order by l.agent_row_id) end as agent_row_ids,
    k.secret_hash = $2::bytea as is_current, coalesce(k.previous_hash = $2::bytea, false) and ${previousSecretWorks('k')} as is_previous,
    ${keyHasExpired('k')} as is_expired, ${keyAllowsAddress('k', "nullif($3::text, '')")} as allows_address
  from api_keys k where k.id = $1::text`,
)

/** A key that was sent, and from where; the address is null when it is not known. */
interface SentKey {
  id: string
  secretHash: Buffer
  address: string | null
}

/**
 * Returns the statement that finds a key by its id, whatever its team, with whether the secret is its current or previous one, whether it has
 * expired, and whether it works from the address.
 */
export const findKeyStatement = ({ id, secretHash, address }: SentKey): Statement<KeyToCheck> =>
  statement(FIND_KEY, [id, secretHash, address ?? ''])

/** Runs the statement of `findKeyStatement`. One round trip. */
export async function findKeyToCheck(db: Db, sent: SentKey): Promise<KeyToCheck | undefined> {
  const { rows } = await db.executeQuery<KeyToCheck>(findKeyStatement(sent))
  return rows[0]
}

/** Keeps a key from being revoked until the transaction ends; false when it is already revoked or has expired. FOR SHARE, as in `sessionAuthorization`. */
export async function lockKeyForShare(tx: Tx, teamId: string, id: string): Promise<boolean> {
  const found = await tx
    .selectFrom('api_keys')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where(sql.raw<boolean>(keyIsUsable('api_keys')))
    .forShare()
    .executeTakeFirst()
  return found !== undefined
}

/** Writes when and from which address a key was last used; at most once a minute, even if several processes try. Waits for activations that have locked the key. */
export async function touchKey(db: Db, teamId: string, id: string, address: string | null): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: sql<Date>`memanto_now()`, last_used_ip: address })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where(sql<boolean>`(last_used_at is null or last_used_at < memanto_now() - interval '1 minute')`)
    .execute()
}

/** Creates a key. */
export async function insertKey(tx: Tx, row: Insertable<Schema['api_keys']>): Promise<ApiKey> {
  return tx.insertInto('api_keys').values(row).returningAll().executeTakeFirstOrThrow()
}

/** Creates a key of a known id; undefined when there is one already. */
export async function insertKeyIfMissing(tx: Tx, row: Insertable<Schema['api_keys']> & { id: string }): Promise<ApiKey | undefined> {
  return tx
    .insertInto('api_keys')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Limits a key to agents of its team that are not deleted; returns the names for which there is no such agent. */
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

/** Finds a key and locks it: waits for activations that have locked it for share, and makes later ones wait. */
export async function lockKey(tx: Tx, teamId: string, id: string): Promise<ApiKey | undefined> {
  return tx.selectFrom('api_keys').selectAll().where('team_id', '=', teamId).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Locks every key of the team that is not revoked, as `lockKey` does, and returns them. */
export async function lockUnrevokedKeys(tx: Tx, teamId: string): Promise<ApiKey[]> {
  return tx
    .selectFrom('api_keys')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Finds a key that is neither revoked nor expired, and locks it as `lockKey` does. */
export async function lockUsableKey(tx: Tx, teamId: string, id: string): Promise<ApiKey | undefined> {
  const key = await lockKey(tx, teamId, id)
  return key && (await lockKeyForShare(tx, teamId, id)) ? key : undefined
}

interface NewSecret {
  secretHash: Buffer
  lastFour: string
}

/** Gives a key a new secret. The old one works for `overlapMinutes` more; with 0 it stops working now. */
export async function rotateSecret(tx: Tx, key: ApiKey, { secretHash, lastFour }: NewSecret, overlapMinutes: number): Promise<ApiKey> {
  const isKept = overlapMinutes > 0
  return updateKey(tx, key, {
    secret_hash: secretHash,
    last_four: lastFour,
    previous_hash: isKept ? key.secret_hash : null,
    previous_last_four: isKept ? key.last_four : null,
    previous_until: isKept ? sql<Date>`memanto_now() + ${overlapMinutes} * interval '1 minute'` : null,
    rotated_at: sql<Date>`memanto_now()`,
  })
}

/** Sets how many requests a minute a key may send: null for the limit of the server's settings, 0 for no limit. */
export async function updateRateLimit(tx: Tx, key: ApiKey, perMinute: number | null): Promise<ApiKey> {
  return updateKey(tx, key, { requests_per_minute: perMinute })
}

/** Sets how far memories are trusted that are stored or changed with a key. */
export async function updateMemoryTrust(tx: Tx, key: ApiKey, trust: Trust): Promise<ApiKey> {
  return updateKey(tx, key, { memory_trust: trust })
}

/** Sets from which addresses and networks a key works; null for everywhere. */
export async function updateAllowedNetworks(tx: Tx, key: ApiKey, networks: string[] | null): Promise<ApiKey> {
  return updateKey(tx, key, { allowed_networks: networks })
}

/** Revokes a key, whose secrets then no longer work. */
export async function markKeyRevoked(tx: Tx, key: ApiKey, byName: string, reason: string): Promise<ApiKey> {
  return updateKey(tx, key, { revoked_at: sql<Date>`memanto_now()`, revoked_by_name: byName, revoke_reason: reason })
}

async function updateKey(tx: Tx, key: Pick<ApiKey, 'team_id' | 'id'>, changes: UpdateObject<Schema, 'api_keys'>): Promise<ApiKey> {
  return tx
    .updateTable('api_keys')
    .set(changes)
    .where('team_id', '=', key.team_id)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
