import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { AppError, failField } from '../errors'
import { endSession } from './end'

const MAX_SELECTED = 100

export interface SelectedSession {
  sessionId: string
  agentName: string
  outcome: 'ended' | 'had ended' | 'missing'
}

/** Ends sessions one by one, each in a transaction of its own; tells what became of each, in their order. */
export async function endSelectedSessions(
  principal: Principal<'sessions:write'>,
  { ids, note }: { ids: string[]; note: string | undefined },
  context: RequestContext,
): Promise<SelectedSession[]> {
  if (ids.length === 0) failField('session', 'must be selected: select at least one')
  if (ids.length > MAX_SELECTED) failField('session', `may be at most ${MAX_SELECTED} at once`)
  const outcomes: SelectedSession[] = []
  for (const id of new Set(ids)) outcomes.push(await endOne(principal, id, note, context))
  return outcomes
}

async function endOne(
  principal: Principal<'sessions:write'>,
  sessionId: string,
  reason: string | undefined,
  context: RequestContext,
): Promise<SelectedSession> {
  try {
    const { agentName, endedNow } = await endSession(principal, { sessionId, reason }, context)
    return { sessionId, agentName, outcome: endedNow ? 'ended' : 'had ended' }
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'session_not_found') throw thrown
    return { sessionId, agentName: '', outcome: 'missing' }
  }
}
