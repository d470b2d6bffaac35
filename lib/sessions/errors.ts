import { sessionEndedMessage } from '../auth/session-failures'
import { fail } from '../errors'
import type { SessionTimes } from './rules'

export function sessionNotFound(): never {
  fail('session_not_found', 'This session does not exist.')
}

/**
 * Refuses what was meant for a session that a page showed when the agent has another one by now.
 * @param shown the id of the session that was shown; undefined when the caller names none
 * @throws session_ended
 */
export function requireShownSession(open: { id: string } | undefined, shown: string | undefined): void {
  if (open === undefined || shown === undefined || open.id === shown) return
  fail('session_ended', 'The session on your page has ended, and the agent has a new one. Nothing was changed.')
}

/** The session of a token is not open any more: says how it ended, or that it ended just now. @throws session_ended */
export function sessionNoLongerOpen({ ended_at, end_reason }: SessionTimes): never {
  if (ended_at === null || end_reason === null) fail('session_ended', 'The session has just ended. Activate the agent again.')
  fail('session_ended', sessionEndedMessage(end_reason), { end_reason })
}
