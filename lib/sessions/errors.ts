import { sessionEndedMessage } from '../auth/session-failures'
import { fail } from '../errors'
import type { SessionTimes } from './rules'

export function sessionNotFound(): never {
  fail('session_not_found', 'This session does not exist.')
}

/** The session of a token is not open any more: says how it ended, or that it ended just now. @throws session_ended */
export function sessionNoLongerOpen({ ended_at, end_reason }: SessionTimes): never {
  if (ended_at === null || end_reason === null) fail('session_ended', 'The session has just ended. Activate the agent again.')
  fail('session_ended', sessionEndedMessage(end_reason), { end_reason })
}
