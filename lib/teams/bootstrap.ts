import { insertKey } from '../../db/api-keys'
import { insertAudit } from '../../db/audit'
import { ensurePerson, insertMembership } from '../../db/people'
import type { Person, Team, Tx } from '../../db/schema'
import { findTeamsByName, insertTeam, lockFounding } from '../../db/teams'
import { addAgent } from '../agents/new-agent'
import { newKey } from '../api-keys/format'
import { describedKey, keyTarget } from '../api-keys/present'
import { auditRow } from '../audit'
import type { Caller } from '../auth/caller'
import { SCOPES } from '../auth/permissions'
import { newId } from '../ids'
import { db } from '../process'
import { makePasswordToken } from './password-link'

export interface FirstTeam {
  team: string
  email: string
  /** Public id of a first agent. */
  agentId?: string | undefined
}

/** What can be told only once: the key, and the token with which an owner without a password chooses one. */
export interface Founded {
  team: string
  apiKey: string
  passwordToken: string | null
}

/** Makes a team, its owner and a first key, all or nothing; undefined when a team of this name exists. */
export async function bootstrapTeam({ team, email, agentId }: FirstTeam): Promise<Founded | undefined> {
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockFounding(tx)
      if ((await findTeamsByName(tx, team)).length > 0) return undefined
      const founded = await insertTeam(tx, team)
      const owner = await ensurePerson(tx, email)
      const caller = operator(founded, owner)
      await insertMembership(tx, founded.id, owner.id, 'owner')
      await insertAudit(
        tx,
        auditRow(caller, 'team.founded', { kind: 'team', id: founded.id, name: team }, { after: { name: team, owner: owner.email } }),
      )
      if (agentId !== undefined) await addAgent(tx, caller, { agent_id: agentId, pattern: 'support', description: '', metadata: {} })
      const apiKey = await firstKey(tx, caller, owner)
      return { team: founded.name, apiKey, passwordToken: owner.password_hash === null ? await makePasswordToken(tx, owner.id) : null }
    })
}

async function firstKey(tx: Tx, caller: Caller, owner: Person): Promise<string> {
  const { key, parts } = newKey()
  const row = await insertKey(tx, {
    team_id: caller.teamId,
    id: parts.id,
    name: 'First key',
    secret_hash: parts.secretHash,
    last_four: parts.lastFour,
    scopes: [...SCOPES],
    created_by: owner.id,
    created_by_name: owner.name || owner.email,
  })
  await insertAudit(tx, auditRow(caller, 'key.issued', keyTarget(row), { after: describedKey(row) }))
  return key
}

/** Whoever has a shell on the server. */
function operator(team: Team, owner: Person): Caller {
  return {
    teamId: team.id,
    actor: { kind: 'system', id: 'admin', name: 'Operator of the server' },
    via: { kind: 'person', id: owner.id },
    scopes: SCOPES,
    proved: 'agents:write',
    onlyAgents: null,
    idempotencyKey: null,
    notes: { requestId: newId('req'), address: null, peer: null, forwarded: false },
  }
}
