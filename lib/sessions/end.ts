import { lockAgentAndSession } from '../../db/locked-agent'
import { lockSession } from '../../db/locked-session'
import { endLockedSession } from '../../db/session-endings'
import { agentNotFound } from '../agents/errors'
import { isInSession, ownSessionOf, type Principal, reachOf } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { type EndedSession, recordEndingByPerson, recordEndings } from './ending-audit'
import { requireShownSession, sessionNoLongerOpen, sessionNotFound } from './errors'
import { noteEnded } from './join'

interface DeactivationInput {
  agentName: string
  /** The session to end, if the caller knows it: another one is left as it is. */
  sessionId?: string | undefined
}

/**
 * Ends the agent's session; an expired one is closed as `expired`. A token ends only its own session.
 * @throws agent_not_found, no_active_session, session_ended
 */
export async function deactivateAgent(
  principal: Principal<'sessions:write'>,
  { agentName, sessionId }: DeactivationInput,
  context: RequestContext,
): Promise<EndedSession> {
  const { teamId, actor } = principal
  const request = { agentName, sessionId, ownSession: ownSessionOf(principal) }
  return idempotentTransaction(principal, context, 'deactivate', request, async (tx) => {
    const { agent, open, use, now } = await lockAgentAndSession(tx, { teamId, agentName, ...reachOf(principal), withUse: true })
    if (agent === undefined) agentNotFound()
    if (isInSession(principal) && open?.id !== principal.claims.sessionId) sessionNoLongerOpen(principal.session)
    requireShownSession(open, sessionId)
    if (open === undefined || use === undefined) fail('no_active_session', 'This agent has no session to deactivate.')
    const ending = { reason: 'deactivated', by: actor, address: context.clientAddress } as const
    const session = await endLockedSession(tx, open, use, ending, now)
    await recordEndingByPerson(tx, principal, context, session, agentName)
    noteEnded(teamId, agentName)
    return { session, agentName }
  })
}

interface EndInput {
  sessionId: string
  /** Shown in the history. */
  reason?: string | undefined
}

/** Ends one session of the team from outside, as `revoked`; one that has ended already is returned as it is. @throws session_not_found */
export async function endSession(
  principal: Principal<'sessions:write'>,
  { sessionId, reason: note }: EndInput,
  context: RequestContext,
): Promise<EndedSession & { endedNow: boolean }> {
  const { teamId, agentRowIds, actor } = principal
  return idempotentTransaction(principal, context, 'end session', { sessionId, note }, async (tx) => {
    const { session, use, now } = (await lockSession(tx, teamId, sessionId, agentRowIds)) ?? sessionNotFound()
    const { agent_name: agentName, ...open } = session
    if (open.ended_at !== null) return { session: open, agentName, endedNow: false }
    const ending = { reason: 'revoked', by: actor, note: note ?? null, address: context.clientAddress } as const
    const ended = await endLockedSession(tx, open, use, ending, now)
    await recordEndings(tx, principal, context, [{ session: ended, agentName }])
    noteEnded(teamId, agentName)
    return { session: ended, agentName, endedNow: true }
  })
}
