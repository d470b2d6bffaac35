import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Role } from '../db/schema'
import { newKey } from '../lib/auth/api-key-format'
import { ROLE_SCOPES, SCOPES, type Scope } from '../lib/auth/permissions'
import type { Viewer } from '../lib/auth/viewer'
import type { RequestContext } from '../lib/context'

export async function createTeam(db: Db, name = 'Acme'): Promise<string> {
  const team = await db.insertInto('teams').values({ name }).returning('id').executeTakeFirstOrThrow()
  return team.id
}

interface KeyOptions {
  scopes?: readonly Scope[]
  /** Public ids of the agents it is limited to. */
  onlyAgents?: string[]
  expiresAt?: Date
}

/** Creates a key of the team, and returns it as text. */
export async function createKey(db: Db, teamId: string, { scopes = SCOPES, onlyAgents, expiresAt }: KeyOptions = {}): Promise<string> {
  const { key, parts } = newKey()
  const row = { team_id: teamId, id: parts.id, secret_hash: parts.secretHash, last_four: parts.lastFour, scopes: [...scopes] }
  await db
    .insertInto('api_keys')
    .values({ ...row, name: 'test key', created_by_name: 'test', limited: onlyAgents !== undefined, expires_at: expiresAt ?? null })
    .execute()
  if (onlyAgents?.length)
    await sql`insert into api_key_agents (team_id, key_id, agent_row_id)
      select team_id, ${parts.id}, id from agents where team_id = ${teamId} and name = any (${onlyAgents})`.execute(db)
  return key
}

export const keyIdOf = (key: string) => key.slice(8, 18)

/** The context for use cases that a test calls directly. */
export const TEST_CONTEXT: RequestContext = { requestId: 'req_test', clientAddress: null, idempotencyKey: null }

/** Creates a member of the team, signed in to the portal. */
export async function createViewer(db: Db, teamId: string, role: Role = 'owner', name = 'Ada'): Promise<Viewer> {
  const email = `${randomUUID()}@example.com`
  const { id } = await db.insertInto('people').values({ email, name }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('memberships').values({ team_id: teamId, person_id: id, role }).execute()
  return {
    teamId,
    role,
    team: { id: teamId, name: 'Acme' },
    person: { id, email, name },
    memberships: [{ team_id: teamId, team_name: 'Acme', role }],
    actor: { kind: 'person', id, name },
    issuedTo: { kind: 'person', id },
    scopes: ROLE_SCOPES[role],
    agentRowIds: null,
  }
}
