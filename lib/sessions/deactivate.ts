import { lockAgent, lockAgents } from '../../db/agents'
import type { Session } from '../../db/schema'
import { findSession } from '../../db/session-lists'
import { endSessions, lockOpenSession } from '../../db/sessions'
import { agentNotFound } from '../agents/errors'
import type { Caller } from '../auth/caller'
import { isInSession } from '../auth/session-caller'
import { fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { auditEnding, auditEndingByPerson } from './ending-audit'
import { noActiveSession, sessionNotFound } from './errors'

export interface EndedSession {
  session: Session
  agentName: string
}

/** Ends the agent's session; one that has expired is closed as `expired`. A token ends only the session it is of. */
export async function deactivateAgent(caller: Caller<'sessions:write'>, agentName: string): Promise<EndedSession> {
  const own = isInSession(caller) ? caller.facts : undefined
  return idempotentTransaction(caller, 'deactivate', { agentName, ownSession: own?.id }, async (tx) => {
    const agent = (await lockAgent(tx, caller.teamId, agentName, caller.onlyAgents)) ?? agentNotFound()
    const open = await lockOpenSession(tx, agent)
    if (own && open?.id !== own.id) noActiveSession(own)
    if (open === undefined) fail('no_active_session', 'This agent has no session to deactivate.')
    const ending = { reason: 'deactivated', by: caller.actor, address: caller.notes.address } as const
    const [session = open] = await endSessions(tx, caller.teamId, [open.id], ending)
    await auditEndingByPerson(tx, caller, session, agentName)
    return { session, agentName }
  })
}

/** Ends one session of the team from outside. One that has ended already is told again. */
export async function endSession(
  caller: Caller<'sessions:write'>,
  sessionId: string,
  note: string | undefined,
): Promise<EndedSession & { endedNow: boolean }> {
  return idempotentTransaction(caller, 'end session', { sessionId, note }, async (tx) => {
    const found = (await findSession(tx, caller.teamId, sessionId, caller.onlyAgents)) ?? sessionNotFound()
    await lockAgents(tx, caller.teamId, [found.agent_row_id])
    const ending = { reason: 'revoked', by: caller.actor, note: note ?? null, address: caller.notes.address } as const
    const [ended] = await endSessions(tx, caller.teamId, [sessionId], ending)
    if (ended === undefined) {
      // It may have ended while we waited for its agent: what was found before would not tell how.
      const session = await findSession(tx, caller.teamId, sessionId, caller.onlyAgents)
      return { session: session ?? found, agentName: found.agent_name, endedNow: false }
    }
    await auditEnding(tx, caller, ended, found.agent_name)
    return { session: ended, agentName: found.agent_name, endedNow: true }
  })
}
