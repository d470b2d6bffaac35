import { insertKey } from '../../db/api-keys'
import { insertMembership } from '../../db/memberships'
import { expirePasswordLinks } from '../../db/password-links'
import type { Person, Team, Tx } from '../../db/schema'
import { insertTeam } from '../../db/teams'
import type { Actor } from '../actor'
import { insertNewAgent, type NewAgent } from '../agents/create'
import { newKey } from '../auth/api-key-format'
import { describeKey, keyTarget } from '../auth/key-events'
import { SCOPES } from '../auth/permissions'
import type { Identity } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'

/** For whom a team is created. */
export interface Creation {
  owner: Person
  /** Who creates it, for the audit log. */
  actor: Actor
  context: RequestContext
}

/** Creates a team with its owner, within a transaction. */
export async function insertNewTeam(tx: Tx, name: string, { owner, actor, context }: Creation): Promise<Team> {
  const team = await insertTeam(tx, name)
  await expirePasswordLinks(tx, [owner.id]) // those that others have would give access to this team
  await insertMembership(tx, team.id, owner.id, 'owner')
  const target = { kind: 'team', id: team.id, name }
  const after = { name, owner: owner.email }
  await recordEvent(tx, { teamId: team.id, actor }, context, { kind: 'team.founded', target, after })
  return team
}

/** Creates the first agent of a new team, within a transaction. */
export async function insertFirstAgent(tx: Tx, team: Team, creation: Creation, agentName: string): Promise<void> {
  const agent: NewAgent = { agentName, pattern: 'support', description: '', metadata: {} }
  await insertNewAgent(tx, identityOf(team, creation), creation.context, agent)
}

/** Creates the first key of a new team, within a transaction, and returns the whole key: only its hash is stored. */
export async function insertFirstKey(tx: Tx, team: Team, { owner, actor, context }: Creation): Promise<string> {
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
  await recordEvent(tx, { teamId: team.id, actor }, context, { kind: 'key.issued', target: keyTarget(row), after: describeKey(row) })
  return key
}

const identityOf = (team: Team, { owner, actor }: Creation): Identity => ({
  teamId: team.id,
  actor,
  issuedTo: { kind: 'person', id: owner.id },
  scopes: SCOPES,
  agentRowIds: null,
})
