import { lockAgentAndSession } from '../../db/locked-agent'
import type { Session, Tx } from '../../db/schema'
import { extendAtOnce } from '../../db/session-extension'
import { updateExpiry } from '../../db/sessions'
import { agentNotFound } from '../agents/errors'
import { isInSession, ownSessionOf, type Principal, reachOf, type SessionPrincipal } from '../auth/principal'
import type { Viewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { db } from '../process'
import { addHours, hoursBetween } from '../time'
import { requireShownSession, sessionNoLongerOpen } from './errors'
import { extendedExpiry, revivalRefusal, stateOf } from './rules'

/** A caller inside the session, or a person of the team; a key alone extends nothing. */
type Extender = SessionPrincipal<'sessions:write'> | (Viewer & Principal<'sessions:write'>)

export interface ExtendedSession {
  session: Session
  agent: { name: string; pattern: string }
  previousExpiresAt: Date
  hoursAdded: number
  now: Date
}

/** Extends the session of a token. @throws session_limit_reached, session_expired, session_ended */
export async function extendOwnSession(
  principal: SessionPrincipal<'sessions:write'>,
  { extendHours }: { extendHours: number },
  context: RequestContext,
): Promise<ExtendedSession> {
  const extended = context.idempotencyKey === null ? await extendInOwnStatement(principal, extendHours) : undefined
  return extended ?? extendSession(principal, { agentName: principal.claims.agentName, extendHours }, context)
}

/** Extends in one statement what needs no decision; undefined when it does. */
async function extendInOwnStatement(
  { ownStatement }: SessionPrincipal<'sessions:write'>,
  hours: number,
): Promise<ExtendedSession | undefined> {
  if (ownStatement === undefined) return undefined
  const end = addHours(EPOCH, hours)
  const extension = { milliseconds: end.getTime(), hours: hoursBetween(EPOCH, end) }
  const found = await extendAtOnce(db(), ownStatement.request, extension)
  const open = ownStatement.accept(found)
  if (!found?.extended_until) return undefined
  const session = { ...open, expires_at: found.extended_until, extensions: open.extensions + 1 }
  const agent = { name: open.agent_name, pattern: open.pattern }
  return { session, agent, previousExpiresAt: open.expires_at, hoursAdded: extension.hours, now: open.now }
}

const EPOCH = new Date(0)

interface ExtensionInput {
  agentName: string
  /** The session to extend, if the caller knows it: another one is left as it is. */
  sessionId?: string | undefined
  extendHours: number
}

/**
 * Adds hours to the agent's session, within the team's maximum lifetime; an expired one is revived within the team's renewal grace.
 * A token extends only its own session; a person the session of the agent that has not ended.
 * @throws agent_not_found, no_active_session, session_limit_reached, session_expired, session_ended
 */
export async function extendSession(
  principal: Extender,
  { agentName, sessionId, extendHours: hours }: ExtensionInput,
  context: RequestContext,
): Promise<ExtendedSession> {
  const ownSession = ownSessionOf(principal)
  return idempotentTransaction(principal, context, 'extend session', { agentName, sessionId, ownSession, hours }, async (tx) => {
    const { agent, open, policy, now } = await lockExtendable(tx, principal, agentName)
    requireShownSession(open, sessionId)
    const isRevival = stateOf(open, now) === 'expired'
    const refusal = isRevival ? revivalRefusal(open, policy, now) : undefined
    if (refusal) fail(refusal.code, refusal.message, refusal.details)
    const extension = extendedExpiry(open, hours, policy, now)
    if (extension === undefined)
      fail(
        'session_limit_reached',
        `Maximum session lifetime reached (${policy.life_cap_hours} hours). Deactivate the agent and activate it again.`,
      )
    const gapSeconds = isRevival ? (now.getTime() - open.expires_at.getTime()) / 1000 : 0
    const session = await updateExpiry(tx, open, extension.expiresAt, gapSeconds)
    const event = { kind: 'session.extended', session, amount: extension.hoursAdded, by: principal.issuedTo } as const
    await recordEvent(tx, principal, context, event)
    return { session, agent, previousExpiresAt: open.expires_at, hoursAdded: extension.hoursAdded, now }
  })
}

/** For a token it is its session that counts, whatever became of the agent. */
async function lockExtendable(tx: Tx, principal: Extender, agentName: string) {
  const { agent, open, policy, now } = await lockAgentAndSession(tx, { teamId: principal.teamId, agentName, ...reachOf(principal) })
  if (isInSession(principal) && open?.id !== principal.claims.sessionId) sessionNoLongerOpen(principal.session)
  if (agent === undefined) agentNotFound()
  if (open === undefined) fail('no_active_session', 'This agent has no session to extend. Activate it to start one.')
  return { agent: { name: agent.name, pattern: agent.pattern }, open, policy, now }
}
