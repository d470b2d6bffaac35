import { sql } from 'kysely'
import type { Db } from '../db/schema'
import { testDatabase } from '../db/testing'
import { newKey } from './api-keys/format'
import { SCOPES, type Scope } from './auth/permissions'
import { readSettings } from './env'
import { adoptSettings } from './process'

export const TEST_SECRET = 'a secret for tests only, 0123456789 abcdef'

/** The product on a database of the test file's own, with settings as an operator would give them. */
export async function testHouse(env: Record<string, string | undefined> = {}): Promise<{ db: Db; url: string }> {
  const { db, url } = await testDatabase()
  const read = readSettings({ LOG_LEVEL: 'silent', ...env, DATABASE_URL: url, MEMANTO_SECRET: TEST_SECRET })
  adoptSettings({ ...read, DATABASE_URL: url, MEMANTO_SECRET: TEST_SECRET })
  return { db, url }
}

export async function aTeam(db: Db, name = 'Acme'): Promise<string> {
  const team = await db.insertInto('teams').values({ name }).returning('id').executeTakeFirstOrThrow()
  return team.id
}

interface KeyWishes {
  scopes?: readonly Scope[]
  /** Public ids of the agents it is limited to. */
  onlyAgents?: string[]
  expiresAt?: Date
}

/** A new key of the team, as text. */
export async function aKey(db: Db, teamId: string, { scopes = SCOPES, onlyAgents, expiresAt }: KeyWishes = {}): Promise<string> {
  const { key, parts } = newKey()
  const row = { team_id: teamId, id: parts.id, secret_hash: parts.secretHash, last_four: parts.lastFour, scopes: [...scopes] }
  await db
    .insertInto('api_keys')
    .values({ ...row, name: 'test key', created_by_name: 'test', limited: onlyAgents !== undefined, expires_at: expiresAt ?? null })
    .execute()
  if (onlyAgents?.length)
    await sql`insert into api_key_agents (team_id, key_id, agent_id)
      select team_id, ${parts.id}, id from agents where team_id = ${teamId} and agent_id = any (${onlyAgents})`.execute(db)
  return key
}

export const keyIdOf = (key: string) => key.slice(8, 18)
