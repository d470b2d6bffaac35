import { insertKey } from '../../db/api-keys'
import { insertAudit } from '../../db/audit'
import { insertMembership } from '../../db/memberships'
import type { Person, Team, Tx } from '../../db/schema'
import { insertTeam } from '../../db/teams'
import type { Actor } from '../actor'
import { addAgent } from '../agents/new-agent'
import { describedKey, keyTarget } from '../api-keys/present'
import { auditRow } from '../audit'
import { newKey } from '../auth/api-key-format'
import type { Caller } from '../auth/caller'
import { SCOPES } from '../auth/permissions'
import type { Notes } from '../http/notes'

export interface Founder {
  owner: Person
  /** Who does it, as the audit log tells it. */
  actor: Actor
  notes: Notes
}

/** Makes a team and its owner, within a transaction. */
export async function foundTeam(tx: Tx, name: string, founder: Founder): Promise<Team> {
  const { owner } = founder
  const team = await insertTeam(tx, name)
  await insertMembership(tx, team.id, owner.id, 'owner')
  const target = { kind: 'team', id: team.id, name }
  await insertAudit(tx, auditRow(founderCaller(team, founder), 'team.founded', target, { after: { name, owner: owner.email } }))
  return team
}

/** A first agent. */
export async function addFirstAgent(tx: Tx, team: Team, founder: Founder, agentId: string): Promise<void> {
  await addAgent(tx, founderCaller(team, founder), { agent_id: agentId, pattern: 'support', description: '', metadata: {} })
}

/** A first key, told this once. */
export async function addFirstKey(tx: Tx, team: Team, founder: Founder): Promise<string> {
  const { owner } = founder
  const { key, parts } = newKey()
  const row = await insertKey(tx, {
    team_id: team.id,
    id: parts.id,
    name: 'First key',
    secret_hash: parts.secretHash,
    last_four: parts.lastFour,
    scopes: [...SCOPES],
    created_by: owner.id,
    created_by_name: owner.name || owner.email,
  })
  await insertAudit(tx, auditRow(founderCaller(team, founder), 'key.issued', keyTarget(row), { after: describedKey(row) }))
  return key
}

function founderCaller(team: Team, { owner, actor, notes }: Founder): Caller {
  return {
    teamId: team.id,
    actor,
    via: { kind: 'person', id: owner.id },
    scopes: SCOPES,
    proved: 'agents:write',
    onlyAgents: null,
    idempotencyKey: null,
    notes,
  }
}
