import type { CallSession } from '../../db/call-session'
import { withFirstStatement } from '../../db/round-trips'
import { authorizationStatement, authorizeSession as findAuthorizedSession, type SessionContext } from '../../db/session-authorization'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import type { SentCredential } from '../limits/admission'
import { rememberRateLimit } from '../limits/rate-limits'
import { db } from '../process'
import type { Assumed } from './assumption'
import { formatGrantee } from './grantee'
import { noteKeyUse } from './key-last-used'
import { ROLE_SCOPES, type Scope } from './permissions'
import { markAsProven, type SessionPrincipal } from './principal'
import { noteRefusedKey } from './refused-key-use'
import { agentActor, authorizationRequest, type SessionCredential } from './session-credential'
import { FAILURES } from './session-failures'

/** The states of a session in which a call is allowed: `activeOrExpired` requires a companion key with the scope when it has expired, `any` is for a retry. */
export type AllowedStates = 'active' | 'activeOrExpired' | 'any'

/** Returns a session token as a credential for admission. It identifies a caller only while its session is active: a call that is allowed after that is admitted without one, but counted. */
export function tokenCredential(credential: SessionCredential, states: AllowedStates, context: RequestContext): SentCredential {
  const { teamId, issuedTo } = credential.claims
  const caller = { teamId, issuedTo: formatGrantee(issuedTo) }
  const identify = async () => {
    const session = await findAuthorizedSession(
      db(),
      authorizationRequest({ ...credential, agentName: undefined }, null, context),
      'active',
    )
    if (session && isAllowedWithoutActiveSession(session, states, credential)) return undefined
    requireAuthorized(session, credential, context)
    return caller
  }
  return { digest: credential.digest, isSigned: true, identify, countsFor: caller }
}

/** True when the only reason for refusal is that the session is not active, and the call is allowed in that state. */
function isAllowedWithoutActiveSession({ refusal }: CallSession, states: AllowedStates, { companionKey }: SessionCredential): boolean {
  if (refusal === 'session_expired') return states !== 'active' && companionKey !== undefined
  return refusal === 'session_ended' && states === 'any'
}

/** Authorizes a session call in a statement of its own, and proves its scope. @throws the error of FAILURES when it is refused */
export async function authorizeSession<S extends Scope>(
  credential: SessionCredential,
  scope: S | null,
  states: AllowedStates,
  context: RequestContext,
): Promise<SessionPrincipal<S>> {
  const found = await findAuthorizedSession(db(), authorizationRequest(credential, scope, context), states)
  const session = requireAuthorized(found, { ...credential, scope }, context)
  const { teamId, issuedTo } = credential.claims
  return markAsProven({
    teamId,
    actor: agentActor(session.agent_name),
    issuedTo,
    scopes: scopesOf(session),
    agentRowIds: [session.agent_row_id],
    session,
    claims: credential.claims,
  })
}

/**
 * Returns the caller of a session call, which is authorized together with the first statement that is sent for it, and proves its scope. Only what
 * the token says is known before that.
 */
export function assumeSession<S extends Scope>(
  credential: SessionCredential,
  scope: S,
  states: AllowedStates,
  context: RequestContext,
): Assumed<SessionPrincipal<S>> {
  const { claims } = credential
  let isChecked = false
  let session: SessionContext | undefined
  const accept = (found: SessionContext | undefined) => {
    isChecked = true
    session = requireAuthorized(found, { ...credential, scope }, context)
    return session
  }
  const request = authorizationRequest(credential, scope, context)
  const statement = authorizationStatement(request, states)
  const authorized = () => session ?? throwNotAuthorizedYet()
  const caller = markAsProven<Omit<SessionPrincipal, symbol>, S>({
    teamId: claims.teamId,
    actor: agentActor(claims.agentName),
    issuedTo: claims.issuedTo,
    claims,
    db: withFirstStatement(db(), statement, ([found]) => void accept(found)),
    ownStatement: states === 'active' ? { request, accept } : undefined,
    get scopes() {
      return scopesOf(authorized())
    },
    get agentRowIds() {
      return [authorized().agent_row_id]
    },
    get session() {
      return authorized()
    },
  })
  return { caller, isChecked: () => isChecked, isConfirmed: () => session !== undefined }
}

function throwNotAuthorizedYet(): never {
  throw new Error('The session of a call was read before the statement that authorizes the call was answered.')
}

function scopesOf({ role, key_scopes }: SessionContext): readonly Scope[] {
  return role === null ? ((key_scopes ?? []) as Scope[]) : ROLE_SCOPES[role]
}

/** Returns the session that a statement found for a call. @throws unknown_session when there is none, or the error of FAILURES when the statement refused the call */
export function requireAuthorized<Session extends CallSession>(
  session: Session | undefined,
  credential: SessionCredential & { scope?: Scope | null },
  context: RequestContext,
): Session {
  if (session === undefined) fail('unknown_session', 'This session does not exist.')
  const { claims, companionKey } = credential
  if (session.refusal !== 'address_not_allowed') {
    if (isActive(session)) context.onSession?.(session)
    rememberRateLimit(formatGrantee(claims.issuedTo), session.requests_per_minute)
  }
  if (session.refusal === null) {
    if (companionKey !== undefined && companionKey !== 'malformed') noteKeyUse(session.team_id, companionKey.id, context.clientAddress)
    return session
  }
  noteRefusedCompanion(session, credential, context)
  const { code, message, details } = FAILURES[session.refusal](session, credential.scope ?? null)
  return fail(code, message, details)
}

/** False also for a session in which a call is allowed although it has expired or ended. */
const isActive = ({ end_reason, expires_at, now }: CallSession) => end_reason === null && expires_at > now

const REFUSED_COMPANIONS = {
  invalid_companion_key: 'wrong_secret',
  companion_key_revoked: 'revoked',
  companion_key_expired: 'expired',
  companion_address_not_allowed: 'address_not_allowed',
} as const

/** Records in the audit log that a companion key of the team was refused. */
function noteRefusedCompanion(session: CallSession, { companionKey }: SessionCredential, context: RequestContext): void {
  const { refusal, companion_name: name, team_id } = session
  if (refusal === null || !(refusal in REFUSED_COMPANIONS) || name === null || companionKey === undefined || companionKey === 'malformed')
    return
  noteRefusedKey({ team_id, id: companionKey.id, name }, REFUSED_COMPANIONS[refusal as keyof typeof REFUSED_COMPANIONS], context)
}
