import { lockAgent } from '../../db/agents'
import type { Session, Tx } from '../../db/schema'
import type { SessionContext } from '../../db/session-details'
import { insertEvent, lockOpenSession, updateExpiry } from '../../db/sessions'
import { findTeam, readClock } from '../../db/teams'
import { agentNotFound } from '../agents/errors'
import type { Caller } from '../auth/caller'
import { isInSession, type SessionCaller } from '../auth/session-caller'
import type { Viewer } from '../auth/viewer'
import { fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { noActiveSession } from './errors'
import { extensionOf, stateOf, whyNotRevive } from './rules'

/** Whoever is inside the session, or a person of the team; a key alone extends nothing. */
type Extender = SessionCaller<'sessions:write'> | (Viewer & Caller<'sessions:write'>)

export interface ExtendedSession {
  session: Session
  previousExpiresAt: Date
  hoursAdded: number
  now: Date
}

/**
 * Adds hours to the agent's session, within the team's cap; an expired one is revived within the team's grace.
 * A token extends only the session it is of; a person whatever session of the agent has not ended.
 */
export async function extendSession(caller: Extender, agentName: string, hours: number): Promise<ExtendedSession> {
  const own = isInSession(caller) ? caller.details : undefined
  return idempotentTransaction(caller, 'extend', { agentName, ownSession: own?.id, hours }, async (tx) => {
    const open = await lockExtendable(tx, caller, agentName, own)
    const policy = await findTeam(tx, caller.teamId)
    const now = await readClock(tx)
    const isRevival = stateOf(open, now) === 'expired'
    const refusal = isRevival ? whyNotRevive(open, policy, now) : undefined
    if (refusal) fail(refusal.code, refusal.message, refusal.details)
    const extension = extensionOf(open, hours, policy, now)
    if (extension === undefined)
      fail(
        'session_limit_reached',
        `Maximum session lifetime reached (${policy.life_cap_hours} hours). Deactivate the agent and activate it again.`,
      )
    const gapSeconds = isRevival ? (now.getTime() - open.expires_at.getTime()) / 1000 : 0
    const session = await updateExpiry(tx, open, extension.expiresAt, gapSeconds)
    await insertEvent(tx, session, { kind: 'extended', amount: extension.hoursAdded, by: caller.via, address: caller.notes.address })
    return { session, previousExpiresAt: open.expires_at, hoursAdded: extension.hoursAdded, now }
  })
}

/** Of a token it is the session that counts, whatever became of its agent. */
async function lockExtendable(tx: Tx, caller: Extender, agentName: string, own: SessionContext | undefined): Promise<Session> {
  const agent = await lockAgent(tx, caller.teamId, agentName, caller.onlyAgents)
  const open = agent && (await lockOpenSession(tx, agent))
  if (own && open?.id !== own.id) noActiveSession(own)
  if (agent === undefined) agentNotFound()
  return open ?? fail('no_active_session', 'This agent has no session to extend. Activate it to start one.')
}
