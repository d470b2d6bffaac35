import type { Caller } from '../auth/caller'
import { fail } from '../errors'

/** Another team's agent, one outside a limited key and one that never was: the same words. */
export function agentMissing(): never {
  fail('agent_not_found', 'This agent does not exist. Create it, or activate it with create=true.')
}

/** A key limited to some agents cannot make others, and must not learn which names are taken. */
export function refuseLimited(caller: Caller): void {
  if (caller.onlyAgents !== null) fail('agent_not_allowed', 'This API key is limited to certain agents and cannot create new ones.')
}

export function nameTaken(taken: string): never {
  fail('agent_exists', `“${taken}” already exists (names are not case-sensitive).`)
}
