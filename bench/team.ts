import type pg from 'pg'
import { newKey } from '../lib/auth/api-key-format'
import { SCOPES } from '../lib/auth/permissions'

/** A team without agents, and a key that may do everything in it. */
export async function fillTeam(pool: pg.Pool, name: string): Promise<{ teamId: string; key: string }> {
  const { key, parts } = newKey()
  const { rows } = await pool.query('insert into teams (name) values ($1) returning id', [name])
  const teamId: string = rows[0].id
  await pool.query(
    `insert into api_keys (team_id, id, name, secret_hash, last_four, scopes, created_by_name) values ($1, $2, 'Bench', $3, $4, $5, 'Bench')`,
    [teamId, parts.id, parts.secretHash, parts.lastFour, SCOPES],
  )
  return { teamId, key }
}
