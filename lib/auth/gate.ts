import type { LiveSession } from '../../db/memories'
import type { GateParameters } from '../../db/session-gate'
import { renewIfExpiring } from '../../db/sessions'
import { noteKeyUse } from '../api-keys/last-used'
import { fail } from '../errors'
import { rememberRateLimit } from '../http/rate-limits'
import { db } from '../process'
import { issuedTo } from '../sessions/token'
import { EXPIRING_SOON_MS } from '../time'
import { awaitTurn } from './admission'
import type { Scope } from './permissions'
import { admit, noteSession, type SessionCall } from './session-caller'
import { gateParameters } from './session-parameters'

/** Runs a call that authenticates and works in one statement. Where its gate refuses, the facts are asked for the reason. */
export async function passGate<T extends { session: LiveSession }>(
  call: SessionCall,
  agentName: string,
  scope: Scope,
  work: (gate: GateParameters) => Promise<T | undefined>,
): Promise<T> {
  await awaitTurn(call.request)
  const gate = gateParameters(call, agentName, scope)
  const done = (await work(gate)) ?? (await refusedOrRetried(call, agentName, scope, () => work(gate)))
  await tellExpiry(call, done.session)
  return done
}

/** Should the facts find nothing wrong, the session was extended between the two questions. */
async function refusedOrRetried<T>(call: SessionCall, agentName: string, scope: Scope, retry: () => Promise<T | undefined>): Promise<T> {
  await admit(call, agentName, scope)
  return (await retry()) ?? fail('overloaded', 'The session changed during this call. Try again.')
}

/** Renews a session that is used near its end, where the team's policy says so, and notes its expiry for the answer. */
async function tellExpiry(call: SessionCall, session: LiveSession): Promise<void> {
  rememberRateLimit(issuedTo(call.claims.via), session.requests_per_minute)
  if (call.beside !== undefined && call.beside !== 'malformed') noteKeyUse(call.beside.id, call.notes.address)
  const isExpiring = session.expires_at.getTime() - session.now.getTime() < EXPIRING_SOON_MS
  const renewed = session.renew_on_use && isExpiring ? await renewIfExpiring(db(), session.team_id, session.id) : undefined
  await noteSession(call, { ...session, expires_at: renewed ?? session.expires_at })
}
