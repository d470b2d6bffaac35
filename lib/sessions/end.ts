import { lockAgent, lockAgents } from '../../db/agents'
import { endSessions } from '../../db/session-endings'
import { findSession } from '../../db/session-lists'
import { lockOpenSession } from '../../db/sessions'
import { agentNotFound } from '../agents/errors'
import { isInSession, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { type EndedSession, recordEndingByPerson, recordEndings } from './ending-audit'
import { sessionNoLongerOpen, sessionNotFound } from './errors'

/**
 * Ends the agent's session; an expired one is closed as `expired`. A token ends only its own session.
 * @throws agent_not_found, no_active_session, session_ended
 */
export async function deactivateAgent(
  principal: Principal<'sessions:write'>,
  { agentName }: { agentName: string },
  context: RequestContext,
): Promise<EndedSession> {
  const { teamId, agentRowIds, actor } = principal
  const own = isInSession(principal) ? principal.session : undefined
  return idempotentTransaction(principal, context, 'deactivate', { agentName, ownSession: own?.id }, async (tx) => {
    const agent = (await lockAgent(tx, teamId, agentName, agentRowIds)) ?? agentNotFound()
    const open = await lockOpenSession(tx, agent)
    if (own && open?.id !== own.id) sessionNoLongerOpen(own)
    if (open === undefined) fail('no_active_session', 'This agent has no session to deactivate.')
    const [session = open] = await endSessions(tx, teamId, [open.id], { reason: 'deactivated', by: actor, address: context.clientAddress })
    await recordEndingByPerson(tx, principal, context, session, agentName)
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
    const found = (await findSession(tx, teamId, sessionId, agentRowIds)) ?? sessionNotFound()
    await lockAgents(tx, teamId, [found.agent_row_id])
    const ending = { reason: 'revoked', by: actor, note: note ?? null, address: context.clientAddress } as const
    const [ended] = await endSessions(tx, teamId, [sessionId], ending)
    if (ended === undefined) {
      // It may have ended while this waited for its agent: what was found before would not say how.
      const session = await findSession(tx, teamId, sessionId, agentRowIds)
      return { session: session ?? found, agentName: found.agent_name, endedNow: false }
    }
    await recordEndings(tx, principal, context, [{ session: ended, agentName: found.agent_name }])
    return { session: ended, agentName: found.agent_name, endedNow: true }
  })
}
