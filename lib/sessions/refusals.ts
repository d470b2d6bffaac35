import type { SessionFacts } from '../../db/session-facts'
import { fail } from '../errors'
import { whyDead } from './rules'

export function sessionMissing(): never {
  fail('session_not_found', 'This session does not exist.')
}

/** The session of a token is not open any more: tells how it ended, unless it did so while we waited for its agent. */
export function sessionOver(facts: SessionFacts): never {
  const dead = whyDead(facts, facts.now)
  if (dead?.code === 'session_ended') fail(dead.code, dead.message, dead.facts)
  fail('session_ended', 'The session has just ended. Activate the agent again.')
}
