import type { Role } from '../../db/schema'
import { findSessionFacts, type SessionFacts } from '../../db/session-facts'
import { renewIfExpiring } from '../../db/sessions'
import { noteKeyUse } from '../api-keys/last-used'
import { type FailureCode, fail } from '../errors'
import { type CallerIdentity, type Notes, notesOf } from '../http/notes'
import { rememberRateLimit } from '../http/rate-limits'
import { db } from '../process'
import { isExpiringSoon, type Refusal, whyDead } from '../sessions/rules'
import { freshTokenFor, issuedTo, readToken, type TokenClaims, tokenDigest } from '../sessions/token'
import { admitCaller, awaitTurn } from './admission'
import { type Caller, keyCaller, refuseScope, requireApiKey, unknownKey } from './caller'
import { type SentKey, sentKey, sentToken } from './credentials'
import { ROLE_SCOPES, type Scope } from './permissions'
import { factsParameters } from './session-parameters'

/** A caller inside a session, proved by its token. */
export interface SessionCaller<S extends Scope = Scope> extends Caller<S> {
  facts: SessionFacts
  claims: TokenClaims
}

export function isInSession<S extends Scope>(caller: Caller<S>): caller is SessionCaller<S> {
  return 'facts' in caller
}

/** What the signature and the headers of a session call say; no row has been asked yet. */
export interface SessionCall {
  claims: TokenClaims
  beside: SentKey | undefined
  request: Request
  notes: Notes
}

/** Checks the signature, and that the token was good when it was last asked about: the row decides, in the statement that does the work. */
export async function verifyToken(request: Request): Promise<SessionCall> {
  return admitted(request, () => undefined)
}

/** Gives why a session is dead where the call is for just such a session. */
type Forgive = (call: SessionCall, facts: SessionFacts | undefined) => FailureCode | undefined

async function admitted(request: Request, forgive: Forgive): Promise<SessionCall> {
  const token = sentToken(request)
  if (token === undefined) fail('missing_session_token', 'Send the session token that activation returned in the X-Session-Token header.')
  const claims = await readToken(token)
  if (claims === undefined) fail('invalid_session_token', 'This is not a session token of this server. Activate the agent to get one.')
  const call = { claims, beside: sentKey(request), request, notes: notesOf(request) }
  const { teamId, agentName: agentId, via } = claims
  Object.assign(call.notes, { teamId, agentId, keyId: via.kind === 'key' ? via.id : undefined })
  await admitCaller(request, { digest: tokenDigest(token), isSigned: true, identify: () => identify(call, forgive) })
  return call
}

/** Nobody is let in by a dead session alone, even where the call may go on. */
async function identify(call: SessionCall, forgive: Forgive): Promise<CallerIdentity | undefined> {
  const facts = await findSessionFacts(db(), factsParameters(call))
  if (forgive(call, facts) !== undefined) return undefined
  await decide(call, facts, null, null)
  return { teamId: call.claims.teamId, issuedTo: issuedTo(call.claims.via) }
}

/** Authenticates a session call and proves a scope. `agentName` null: the path names no agent. */
export async function requireSession<S extends Scope>(request: Request, agentName: string | null, scope: S): Promise<SessionCaller<S>> {
  return renewed(await admit(await verifyToken(request), agentName, scope))
}

/** A live session is enough, whatever its key may do: for what only tells of the session itself. */
export async function requireLiveSession(request: Request, agentName: string | null): Promise<SessionCaller> {
  return renewed(await admit(await verifyToken(request), agentName, null))
}

/** Prolongs a session that is used near its end, where the team's policy says so. */
async function renewed<S extends Scope>(caller: SessionCaller<S>): Promise<SessionCaller<S>> {
  const { facts } = caller
  const expiresAt =
    facts.renew_on_use && isExpiringSoon(facts, facts.now) ? await renewIfExpiring(db(), facts.team_id, facts.id) : undefined
  if (expiresAt === undefined) return caller
  const session = { ...facts, expires_at: expiresAt, extensions: facts.extensions + 1 }
  await noteSession(caller, session)
  return { ...caller, facts: session }
}

/** A sent token decides; without one, a key. */
export async function requireTokenOrKey<S extends Scope>(request: Request, agentName: string, scope: S): Promise<Caller<S>> {
  return sentToken(request) === undefined ? requireApiKey(request, scope) : requireSession(request, agentName, scope)
}

/** To ask for an agent's session: its own token, or a key. */
export async function requireStatusReader(request: Request, agentName: string): Promise<Caller> {
  return sentToken(request) === undefined ? requireApiKey(request, 'sessions:read') : requireLiveSession(request, agentName)
}

/** To end an agent's session: its own token, expired or not, or a key. */
export async function requireDeactivator(request: Request, agentName: string): Promise<Caller<'sessions:write'>> {
  const isToken = sentToken(request) !== undefined
  return isToken ? requireSessionOrExpired(request, agentName, 'sessions:write') : requireApiKey(request, 'sessions:write')
}

/**
 * As `requireSession`, for the calls that end or prolong a session: an expired one passes when a key beside the token may do the
 * same, and an ended one when an Idempotency-Key may bring back the answer that ended it.
 */
export async function requireSessionOrExpired<S extends Scope>(
  request: Request,
  agentName: string | null,
  scope: S,
): Promise<SessionCaller<S>> {
  const call = await admitted(request, forgivenEnd)
  await awaitTurn(request)
  const facts = await findSessionFacts(db(), factsParameters(call))
  const forgiven = forgivenEnd(call, facts)
  const caller = await decide(call, facts, agentName, scope, forgiven)
  if (forgiven === 'session_expired') refuseScope(caller.facts.beside_scopes ?? [], scope)
  return caller
}

/** How a session ended that may still be ended or prolonged: by its time, with a key beside the token; or by an answer that is asked for again. */
function forgivenEnd({ request, beside }: SessionCall, facts: SessionFacts | undefined): FailureCode | undefined {
  const dead = facts && whyDead(facts, facts.now)?.code
  const isExpired = dead === 'session_expired' && beside !== undefined
  const isRetry = dead === 'session_ended' && request.headers.has('idempotency-key')
  return isExpired || isRetry ? dead : undefined
}

/** Decides over a session call by its facts, and tells the reason of a refusal. */
export async function admit<S extends Scope>(call: SessionCall, agentName: string | null, scope: S | null): Promise<SessionCaller<S>> {
  await awaitTurn(call.request)
  return decide(call, await findSessionFacts(db(), factsParameters(call)), agentName, scope)
}

async function decide<S extends Scope>(
  call: SessionCall,
  facts: SessionFacts | undefined,
  agentName: string | null,
  scope: S | null,
  forgiven?: FailureCode,
): Promise<SessionCaller<S>> {
  const dead = whyDead(facts, facts?.now ?? new Date(0))
  if (facts === undefined || (dead && dead.code !== forgiven)) refuse(dead)
  await noteSession(call, facts)
  rememberRateLimit(issuedTo(call.claims.via), facts.requests_per_minute)
  const scopes = scopesOf(facts)
  if (scopes === undefined)
    fail('credential_revoked', 'The key or person this token was issued to lost access. Activate the agent again with a valid API key.')
  if (call.beside) await refuseBadKey(call, call.beside, facts)
  if (agentName !== null && agentName !== facts.agent_name)
    fail('wrong_agent', 'This session token belongs to a different agent than the one in the path.')
  if (!facts.via_reaches_agent) fail('agent_not_allowed', 'The key this token was issued to no longer has access to this agent.')
  if (scope !== null) refuseScope(scopes, scope)
  return {
    teamId: facts.team_id,
    actor: { kind: 'agent', id: facts.agent_name, name: facts.agent_name },
    via: call.claims.via,
    scopes,
    onlyAgents: [facts.agent_id],
    idempotencyKey: call.request.headers.get('idempotency-key'),
    notes: call.notes,
    facts,
    claims: call.claims,
  }
}

function refuse(dead: Refusal | undefined): never {
  if (dead) fail(dead.code, dead.message, dead.facts)
  fail('unknown_session', 'This session does not exist.')
}

/** A key beside a token only has to be valid, of the same team and allowed for the agent. */
async function refuseBadKey(call: SessionCall, beside: SentKey, facts: SessionFacts): Promise<void> {
  if (facts.beside_scopes === null) {
    const stranger = await keyCaller(call.request, beside)
    if (stranger.teamId !== facts.team_id) unknownKey()
  }
  if (!facts.beside_reaches_agent) fail('agent_not_allowed', 'The API key sent with the token has no access to this agent.')
  if (beside !== 'malformed') noteKeyUse(beside.id, call.notes.address)
}

function scopesOf(facts: SessionFacts): readonly Scope[] | undefined {
  if (facts.via_role !== null) return ROLE_SCOPES[facts.via_role as Role]
  return (facts.via_scopes as Scope[] | null) ?? undefined
}

/** Tells the caller how long the session runs now, with a token that says so where the sent one is older. */
export async function noteSession(
  { notes, claims }: Pick<SessionCall, 'notes' | 'claims'>,
  session: { expires_at: Date; started_at: Date },
): Promise<void> {
  const freshToken = await freshTokenFor(claims, session)
  notes.session = { expiresAt: session.expires_at, ...(freshToken && { freshToken }) }
}
