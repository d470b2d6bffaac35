import { type LockedAgent, lockAgentAndSession } from '../../db/locked-agent'
import { readSessionUse, type SessionUse } from '../../db/locked-session'
import type { Agent, AgentKey, Session, Tx } from '../../db/schema'
import { endLockedSession } from '../../db/session-endings'
import { insertSession, updateExpiry } from '../../db/sessions'
import { insertAgentIfNameIsFree, throwAgentExists } from '../agents/create'
import { agentNotFound } from '../agents/errors'
import { type Identity, type Principal, requireScope } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { newId } from '../ids'
import { rememberAgent } from '../recall/index-cache'
import { minuteInUtc } from '../time'
import { recordEndingByPerson } from './ending-audit'
import { requireShownSession } from './errors'
import { joinInOwnStatement, noteJoined } from './join'
import { joinedExpiry, newExpiry, stateOf } from './rules'

export interface ActivationInput {
  agentName: string
  /** Hours; the team's default when absent. */
  durationHours?: number | undefined
  /** What to do when a session is active. */
  onActive: 'join' | 'replace' | 'reject'
  /** The session to replace, if the caller knows it: another active one is left as it is. */
  sessionId?: string | undefined
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
  const activation = (await joinAsItIs(principal, input, context)) ?? (await activateInTransaction(principal, input, context))
  const { session, agent, reused } = activation
  rememberAgent(session.id, { team_id: session.team_id, id: session.agent_row_id })
  if (reused) noteJoined(session.team_id, agent.name)
  return activation
}

async function joinAsItIs(
  principal: Principal<'sessions:write'>,
  input: ActivationInput,
  context: RequestContext,
): Promise<Activation | undefined> {
  if (input.onActive !== 'join' || context.idempotencyKey !== null) return undefined
  const session = await joinInOwnStatement(principal, input, context)
  return session && { session, agent: { name: session.agent_name, pattern: session.pattern }, reused: true, now: session.now }
}

async function activateInTransaction(
  principal: Principal<'sessions:write'>,
  input: ActivationInput,
  context: RequestContext,
): Promise<Activation> {
  return idempotentTransaction(principal, context, 'activate', input, async (tx) => {
    const { agent, open, use, policy, now } = await lockOrCreateAgent(tx, principal, context, input)
    const active = open && stateOf(open, now) === 'active' ? open : undefined
    if (active && input.onActive === 'reject')
      fail('session_already_active', `A session is already active (until ${minuteInUtc(active.expires_at)}).`)
    if (active && input.onActive === 'join') {
      const expiresAt = joinedExpiry(active, input.durationHours, policy, now)
      return { session: await joinSession(tx, principal, context, active, expiresAt), agent, reused: true, now }
    }
    requireShownSession(active, input.sessionId)
    if (open) {
      const replaced = { open, use: use ?? (await readSessionUse(tx, open)), now, agentName: agent.name }
      await replaceSession(tx, principal, context, replaced)
    }
    const session = await openSession(tx, principal, context, agent, now, newExpiry(input.durationHours, policy, now))
    return { session, agent, reused: false, now }
  })
}

/** Locks the agent and its session, and creates the agent if it is missing and that was requested, unless another activation has just created it. */
async function lockOrCreateAgent(tx: Tx, principal: Principal<'sessions:write'>, context: RequestContext, input: ActivationInput) {
  const { agentName } = input
  const found = await lockForActivation(tx, principal, input)
  if (found.agent !== undefined) return { ...found, agent: found.agent }
  if (!input.create) agentNotFound()
  const creator = requireScope(principal, 'agents:write')
  const created = await insertAgentIfNameIsFree(tx, creator, context, { agentName, pattern: 'support', description: '', metadata: {} })
  if (created !== undefined) return { ...found, open: undefined, agent: created }
  const foundNow = await lockForActivation(tx, principal, input)
  return { ...foundNow, agent: foundNow.agent ?? (await throwAgentExists(tx, principal, agentName)) }
}

/** A key revoked or a person removed meanwhile opens nothing, and nothing that is opened here outlives a revocation. */
async function lockForActivation(tx: Tx, { teamId, agentRowIds, issuedTo }: Identity, input: ActivationInput): Promise<LockedAgent> {
  const { agentName, onActive } = input
  const locked = await lockAgentAndSession(tx, { teamId, agentName, agentRowIds, access: issuedTo, withUse: onActive === 'replace' })
  if (!locked.hasAccess) fail('credential_revoked', 'The credential has just lost access.')
  return locked
}

async function joinSession(tx: Tx, principal: Identity, context: RequestContext, active: Session, expiresAt: Date): Promise<Session> {
  const isLonger = expiresAt > active.expires_at
  const session = isLonger ? await updateExpiry(tx, active, expiresAt, 0) : active
  await recordEvent(tx, principal, context, { kind: 'session.joined', session })
  return session
}

interface Replaced {
  open: Session
  use: SessionUse
  now: Date
  agentName: string
}

async function replaceSession(
  tx: Tx,
  principal: Identity,
  context: RequestContext,
  { open, use, now, agentName }: Replaced,
): Promise<void> {
  const ending = { reason: 'replaced', by: principal.actor, address: context.clientAddress } as const
  const ended = await endLockedSession(tx, open, use, ending, now)
  if (ended.end_reason === 'replaced') await recordEndingByPerson(tx, principal, context, ended, agentName)
}

async function openSession(
  tx: Tx,
  { teamId, actor, issuedTo }: Identity,
  { clientAddress }: RequestContext,
  agent: AgentKey,
  startedAt: Date,
  expiresAt: Date,
): Promise<Session> {
  const session = {
    team_id: teamId,
    id: newId('sess'),
    agent_row_id: agent.id,
    started_at: startedAt,
    expires_at: expiresAt,
    opened_by_kind: issuedTo.kind,
    opened_by_id: issuedTo.id,
    opened_by_name: actor.name,
  }
  return insertSession(tx, session, clientAddress)
}
