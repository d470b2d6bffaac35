import { lockAgent } from '../../db/agents'
import { lockKeyForShare } from '../../db/api-keys'
import { lockMembershipForShare } from '../../db/memberships'
import type { Agent, Session, Tx } from '../../db/schema'
import { endSessions } from '../../db/session-endings'
import { insertSession, lockOpenSession, updateExpiry } from '../../db/sessions'
import { findTeam, readClock } from '../../db/teams'
import { insertAgentIfNameIsFree, throwAgentExists } from '../agents/create'
import { agentNotFound } from '../agents/errors'
import { type Identity, type Principal, requireScope } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { newId } from '../ids'
import { minuteInUtc } from '../time'
import { recordEndingByPerson } from './ending-audit'
import { joinedExpiry, newExpiry, stateOf } from './rules'

export interface ActivationInput {
  agentName: string
  /** Hours; the team's default when absent. */
  durationHours?: number | undefined
  /** What to do when a session is active. */
  onActive: 'join' | 'replace' | 'reject'
  /** Create the agent when it is missing; needs `agents:write`. */
  create: boolean
}

export interface Activation {
  session: Session
  agent: Pick<Agent, 'name' | 'pattern'>
  reused: boolean
  now: Date
}

/**
 * Opens a session of an agent, or joins the one that is active: trying again is always safe.
 * @throws agent_not_found, session_already_active, credential_revoked, insufficient_scope
 */
export async function activateAgent(
  principal: Principal<'sessions:write'>,
  input: ActivationInput,
  context: RequestContext,
): Promise<Activation> {
  const { teamId, agentRowIds } = principal
  return idempotentTransaction(principal, context, 'activate', input, async (tx) => {
    await lockCredential(tx, principal)
    const agent = (await lockAgent(tx, teamId, input.agentName, agentRowIds)) ?? (await createMissingAgent(tx, principal, context, input))
    const policy = await findTeam(tx, teamId)
    const open = await lockOpenSession(tx, agent)
    const now = await readClock(tx)
    const active = open && stateOf(open, now) === 'active' ? open : undefined
    if (active && input.onActive === 'reject')
      fail('session_already_active', `A session is already active (until ${minuteInUtc(active.expires_at)}).`)
    if (active && input.onActive === 'join') {
      const expiresAt = joinedExpiry(active, input.durationHours, policy, now)
      return { session: await joinSession(tx, principal, context, active, expiresAt), agent, reused: true, now }
    }
    if (open) await replaceSession(tx, principal, context, open, agent)
    const session = await openSession(tx, principal, context, agent, now, newExpiry(input.durationHours, policy, now))
    return { session, agent, reused: false, now }
  })
}

/** A key revoked or a person removed meanwhile opens nothing, and nothing that is opened here outlives a revocation. */
async function lockCredential(tx: Tx, { teamId, issuedTo }: Identity): Promise<void> {
  const isValid =
    issuedTo.kind === 'key' ? await lockKeyForShare(tx, teamId, issuedTo.id) : await lockMembershipForShare(tx, teamId, issuedTo.id)
  if (!isValid) fail('credential_revoked', 'The credential has just lost access.')
}

/** Creates the agent, unless another activation created it a moment ago. */
async function createMissingAgent(
  tx: Tx,
  principal: Principal<'sessions:write'>,
  context: RequestContext,
  { agentName, create }: ActivationInput,
): Promise<Agent> {
  if (!create) agentNotFound()
  const creator = requireScope(principal, 'agents:write')
  const created = await insertAgentIfNameIsFree(tx, creator, context, { agentName, pattern: 'support', description: '', metadata: {} })
  const found = created ?? (await lockAgent(tx, principal.teamId, agentName, principal.agentRowIds))
  return found ?? throwAgentExists(tx, principal, agentName)
}

async function joinSession(tx: Tx, principal: Identity, context: RequestContext, active: Session, expiresAt: Date): Promise<Session> {
  const isLonger = expiresAt > active.expires_at
  const session = isLonger ? await updateExpiry(tx, active, expiresAt, 0) : active
  await recordEvent(tx, principal, context, { kind: 'session.joined', session })
  return session
}

async function replaceSession(tx: Tx, principal: Identity, context: RequestContext, open: Session, agent: Agent): Promise<void> {
  const ending = { reason: 'replaced', by: principal.actor, address: context.clientAddress } as const
  const [ended = open] = await endSessions(tx, principal.teamId, [open.id], ending)
  if (ended.end_reason === 'replaced') await recordEndingByPerson(tx, principal, context, ended, agent.name)
}

async function openSession(
  tx: Tx,
  { teamId, actor, issuedTo }: Identity,
  context: RequestContext,
  agent: Agent,
  startedAt: Date,
  expiresAt: Date,
): Promise<Session> {
  const session = await insertSession(tx, {
    team_id: teamId,
    id: newId('sess'),
    agent_row_id: agent.id,
    started_at: startedAt,
    expires_at: expiresAt,
    opened_by_kind: issuedTo.kind,
    opened_by_id: issuedTo.id,
    opened_by_name: actor.name,
  })
  await recordEvent(tx, { teamId, actor }, context, { kind: 'session.activated', session })
  return session
}
