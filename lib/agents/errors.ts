import type { Identity } from '../auth/principal'
import { fail } from '../errors'

/** Another team's agent, one that a key is not allowed for and one that never existed get the same words. */
export function agentNotFound(): never {
  fail('agent_not_found', 'This agent does not exist. Create it, or activate it with create=true.')
}

/** A key limited to certain agents cannot create others, and must not learn which names are taken. @throws agent_not_allowed */
export function requireAllAgents({ agentRowIds }: Pick<Identity, 'agentRowIds'>): void {
  if (agentRowIds !== null) fail('agent_not_allowed', 'This API key is limited to certain agents and cannot create new ones.')
}

/** `existing` is the name of the agent that has the wanted name, maybe in another case. */
export function agentExists(wanted: string, existing: string): never {
  const sentence =
    wanted === existing ? `“${wanted}” already exists.` : `“${wanted}” differs only in case from “${existing}”, which already exists.`
  fail('agent_exists', sentence)
}
