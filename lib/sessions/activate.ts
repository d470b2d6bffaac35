import { lockAgent } from '../../db/agents'
import { holdKey } from '../../db/api-keys'
import { holdMembership } from '../../db/memberships'
import type { Agent, Session, Tx } from '../../db/schema'
import { endSessions, insertEvent, insertSession, lockOpenSession, updateExpiry } from '../../db/sessions'
import { findTeam, readClock } from '../../db/teams'
import { addAgentIfFree, refuseTaken } from '../agents/new-agent'
import { agentMissing } from '../agents/refusals'
import { type Caller, refuseScope } from '../auth/caller'
import { fail } from '../errors'
import { newId } from '../ids'
import { minuteInUtc } from '../time'
import { writing } from '../writing'
import { auditEndingByPerson } from './ending-audit'
import { expiryOfJoined, expiryOfNew, stateOf } from './rules'

export interface ActivationInput {
  agentName: string
  duration_hours?: number | undefined
  on_active: 'join' | 'replace' | 'reject'
  create: boolean
}

export interface Activation {
  session: Session
  agent: Pick<Agent, 'agent_id' | 'pattern'>
  reused: boolean
  now: Date
}

/** Opens a session, or joins the one that is active: trying again is always safe. */
export async function activateAgent(caller: Caller<'sessions:write'>, input: ActivationInput): Promise<Activation> {
  return writing(caller, 'activate', input, async (tx) => {
    await holdAccess(tx, caller)
    const agent = (await lockAgent(tx, caller.teamId, input.agentName, caller.onlyAgents)) ?? (await createMissing(tx, caller, input))
    const policy = await findTeam(tx, caller.teamId)
    const open = await lockOpenSession(tx, agent)
    const now = await readClock(tx)
    const active = open && stateOf(open, now) === 'active' ? open : undefined
    if (active && input.on_active === 'reject')
      fail('session_already_active', `A session is already active (until ${minuteInUtc(active.expires_at)}).`)
    if (active && input.on_active === 'join') {
      const expiresAt = expiryOfJoined(active, input.duration_hours, policy, now)
      return { session: await join(tx, caller, active, expiresAt), agent, reused: true, now }
    }
    if (open) await replace(tx, caller, open, agent)
    const session = await openSession(tx, caller, agent, now, expiryOfNew(input.duration_hours, policy, now))
    return { session, agent, reused: false, now }
  })
}

/** A key revoked or a person removed meanwhile opens nothing, and nothing that we open outlives the revocation. */
async function holdAccess(tx: Tx, { teamId, via }: Caller): Promise<void> {
  const isHeld = via.kind === 'key' ? await holdKey(tx, teamId, via.id) : await holdMembership(tx, teamId, via.id)
  if (!isHeld) fail('credential_revoked', 'The credential has just lost access.')
}

/** Makes the agent, unless another activation made it a moment ago. */
async function createMissing(tx: Tx, caller: Caller, { agentName, create }: ActivationInput): Promise<Agent> {
  if (!create) agentMissing()
  refuseScope(caller.scopes, 'agents:write')
  const made = await addAgentIfFree(tx, caller, { agent_id: agentName, pattern: 'support', description: '', metadata: {} })
  return made ?? (await lockAgent(tx, caller.teamId, agentName, caller.onlyAgents)) ?? refuseTaken(tx, caller, agentName)
}

async function join(tx: Tx, caller: Caller, active: Session, expiresAt: Date): Promise<Session> {
  const isLonger = expiresAt > active.expires_at
  const session = isLonger ? await updateExpiry(tx, active, expiresAt, 0) : active
  await insertEvent(tx, session, { kind: 'joined', by: caller.actor, address: caller.notes.address })
  return session
}

async function replace(tx: Tx, caller: Caller, open: Session, agent: Agent): Promise<void> {
  const ending = { reason: 'replaced', by: caller.actor, address: caller.notes.address } as const
  const [ended = open] = await endSessions(tx, caller.teamId, [open.id], ending)
  if (ended.end_reason === 'replaced') await auditEndingByPerson(tx, caller, ended, agent.agent_id)
}

async function openSession(tx: Tx, caller: Caller, agent: Agent, startedAt: Date, expiresAt: Date): Promise<Session> {
  const session = await insertSession(tx, {
    team_id: caller.teamId,
    id: newId('sess'),
    agent_id: agent.id,
    started_at: startedAt,
    expires_at: expiresAt,
    opened_by_kind: caller.via.kind,
    opened_by_id: caller.via.id,
    opened_by_name: caller.actor.name,
  })
  await insertEvent(tx, session, { kind: 'activated', by: caller.actor, address: caller.notes.address })
  return session
}
