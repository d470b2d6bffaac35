import type { SessionFacts } from '../../db/session-facts'
import { fail } from '../errors'
import { whyDead } from './rules'

export function sessionMissing(): never {
  fail('session_not_found', 'There is no such session.')
}

/** The session of a token is not open any more: tells how it ended, unless it did so while we waited for its agent. */
export function sessionOver(facts: SessionFacts): never {
  const dead = whyDead(facts, facts.now)
  if (dead?.code === 'session_ended') fail(dead.code, dead.message, dead.facts)
  fail('session_ended', 'The session ended a moment ago. Activate the agent again.')
}
