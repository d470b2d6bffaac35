import { lockAgent } from '../../db/agents'
import type { Session } from '../../db/schema'
import { insertEvent, lockOpenSession, updateExpiry } from '../../db/sessions'
import { findTeam, readClock } from '../../db/teams'
import type { SessionCaller } from '../auth/session-caller'
import { fail } from '../errors'
import { writing } from '../writing'
import { extensionOf, stateOf, whyNotRevive } from './rules'

export interface ExtendedSession {
  session: Session
  previousExpiresAt: Date
  hoursAdded: number
  now: Date
}

/** Adds hours to the caller's session, within the team's cap; an expired one is revived within the team's grace. */
export async function extendSession(caller: SessionCaller<'sessions:write'>, hours: number): Promise<ExtendedSession> {
  const { facts } = caller
  return writing(caller, 'extend', { session: facts.id, hours }, async (tx) => {
    await lockAgent(tx, caller.teamId, facts.agent_name, caller.onlyAgents)
    const open = await lockOpenSession(tx, { team_id: caller.teamId, id: facts.agent_id })
    const policy = await findTeam(tx, caller.teamId)
    const now = await readClock(tx)
    if (open?.id !== facts.id) fail('session_ended', 'The session ended a moment ago. Activate the agent again.')
    const isRevival = stateOf(open, now) === 'expired'
    const refusal = isRevival ? whyNotRevive(open, policy, now) : undefined
    if (refusal) fail(refusal.code, refusal.message, refusal.facts)
    const extension = extensionOf(open, hours, policy, now)
    if (extension === undefined)
      fail(
        'session_limit_reached',
        `A session may live ${policy.life_cap_hours} hours at most. Deactivate it and activate the agent again.`,
      )
    const gapSeconds = isRevival ? (now.getTime() - open.expires_at.getTime()) / 1000 : 0
    const session = await updateExpiry(tx, open, extension.expiresAt, gapSeconds)
    await insertEvent(tx, session, { kind: 'extended', amount: extension.hoursAdded, by: caller.via, address: caller.notes.address })
    return { session, previousExpiresAt: open.expires_at, hoursAdded: extension.hoursAdded, now }
  })
}
