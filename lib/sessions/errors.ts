import type { SessionContext } from '../../db/session-details'
import { fail } from '../errors'
import { whyDead } from './rules'

export function sessionNotFound(): never {
  fail('session_not_found', 'This session does not exist.')
}

/** The session of a token is not open any more: tells how it ended, unless it did so while we waited for its agent. */
export function noActiveSession(details: SessionContext): never {
  const dead = whyDead(details, details.now)
  if (dead?.code === 'session_ended') fail(dead.code, dead.message, dead.details)
  fail('session_ended', 'The session has just ended. Activate the agent again.')
}
