import type { FactsParameters } from '../../db/session-facts'
import type { GateParameters } from '../../db/session-gate'
import { rolesWithScope, type Scope } from './permissions'
import type { SessionCall } from './session-caller'

/** A malformed key beside the token matches no row, and so is refused. */
const NO_SUCH_KEY = { id: 'malformed', secretHash: Buffer.alloc(0) }

/** What the facts about a session call are asked with. */
export function factsParameters({ claims, beside }: SessionCall): FactsParameters {
  const { teamId, sessionId, via } = claims
  const besideKey = beside === 'malformed' ? NO_SUCH_KEY : beside
  return {
    teamId,
    sessionId,
    viaKeyId: via.kind === 'key' ? via.id : null,
    viaPersonId: via.kind === 'person' ? via.id : null,
    besideKeyId: besideKey?.id ?? null,
    besideSecretHash: besideKey?.secretHash ?? null,
  }
}

/** What a one-statement call needs to pass the gate. */
export function gateParameters(call: SessionCall, agentName: string, scope: Scope): GateParameters {
  return { ...factsParameters(call), agentName, scope, rolesWithScope: rolesWithScope(scope) }
}
