import { type Assumed, ChangedCaller } from '../auth/assumption'
import { assumeIdentity, authenticateKey, keyCredential, noteMissingScope } from '../auth/authenticate-key'
import { type AllowedStates, assumeSession, authorizeSession, tokenCredential } from '../auth/authorize-session'
import type { Credentials } from '../auth/credentials'
import { authenticateKeyless, keylessCredential, requireKeylessTeam } from '../auth/keyless'
import type { Scope } from '../auth/permissions'
import { type Identity, type PrincipalWithOne, requireScope, type SessionPrincipal } from '../auth/principal'
import { keyScopeOf, type Security, tokenScopeOf } from '../auth/security'
import { forStatement, requireSessionCredential, type SessionCredential, type StatementCredential } from '../auth/session-credential'
import { AppError } from '../errors'
import { admitCaller } from '../limits/admission'
import { type Call, credentialsOf, renewSessionIfDue } from './call'

/** How a call is authenticated: `identify` before its body is read, and `authorize` when the call has a slot. */
export interface Authentication {
  /** Identifies the caller for the limits. @throws the error of a refused credential */
  identify: () => Promise<void>
  /** Checks that the caller may call the operation, and does the work with the proof. @throws the error of a refused call */
  authorize: <Result>(work: (proof: Proof) => Promise<Result>) => Promise<Result>
  /** Checks the same before an error of the input is returned, also for operations that authorize in their own statement. */
  proveBeforeInputError: () => Promise<void>
}

/** The proof that a caller may call an operation; undefined where everybody may. */
type Proof = PrincipalWithOne<Scope> | StatementCredential<Scope> | undefined

const ANYONE: Authentication = { identify: async () => {}, authorize: (work) => work(undefined), proveBeforeInputError: async () => {} }

/** Reads the credentials of a call, and returns how it is authenticated. If an operation accepts both, a session token takes precedence over a key. */
export async function startAuthentication(call: Call, security: Security, agentName: string | undefined): Promise<Authentication> {
  if (security.kind === 'none') return ANYONE
  const credentials = credentialsOf(call)
  const keyScope = keyScopeOf(security)
  if (keyScope !== null && (security.kind === 'apiKey' || credentials.sessionToken === undefined))
    return authenticationByKey(call, keyScope, credentials)
  return authenticationBySession(call, security, await requireSessionCredential(credentials, agentName))
}

function authenticationByKey(call: Call, scope: Scope, { apiKey }: Credentials): Authentication {
  const { context, client, request } = call
  const keylessTeam = apiKey === undefined ? requireKeylessTeam({ headers: request.headers, ...client }) : undefined
  const credential = apiKey === undefined ? keylessCredential(keylessTeam ?? '', context) : keyCredential(apiKey, context)
  const authenticate = async () => {
    const identity = apiKey === undefined ? await authenticateKeyless(keylessTeam ?? '', context) : await authenticateKey(apiKey, context)
    return proveScope(identity, scope, call)
  }
  const assume = () => {
    const assumed = apiKey === undefined ? undefined : assumeIdentity(apiKey, context)
    return assumed?.caller.scopes.includes(scope) ? { ...assumed, caller: proveScope(assumed.caller, scope, call) } : undefined
  }
  return {
    identify: () => admitCaller(call.admission, credential),
    authorize: (work) => workAsAssumed(assume(), work, authenticate),
    proveBeforeInputError: async () => void (await authenticate()),
  }
}

/**
 * Does the work of an assumed caller, so that its credential is checked together with the first statement of the work. Neither a result nor an error
 * of the work leaves before the credential was found to be valid, and nothing is committed before. Where the work has sent no statement, or the
 * permissions have changed, the caller is authenticated by itself.
 */
async function workAsAssumed<Caller, Result>(
  assumed: Assumed<Caller> | undefined,
  work: (caller: Caller) => Promise<Result>,
  authenticate: () => Promise<Caller>,
): Promise<Result> {
  if (assumed === undefined) return work(await authenticate())
  try {
    const result = await work(assumed.caller)
    if (!assumed.isConfirmed()) await authenticate()
    return result
  } catch (thrown) {
    // An error of work that has sent no statement may come from permissions that the caller no longer has, or only has by now.
    if (thrown instanceof ChangedCaller || (thrown instanceof AppError && !assumed.isChecked())) return work(await authenticate())
    throw thrown
  }
}

function proveScope(identity: Identity, scope: Scope, call: Call): PrincipalWithOne<Scope> {
  const { context } = call
  call.caller = { teamId: identity.teamId, keyId: identity.issuedTo.id }
  if (!identity.scopes.includes(scope)) noteMissingScope(identity, context)
  return requireScope(identity, scope)
}

function authenticationBySession(call: Call, security: Exclude<Security, { kind: 'none' }>, session: SessionCredential): Authentication {
  const { teamId, agentName, issuedTo } = session.claims
  call.claims = session.claims
  call.caller = { teamId, agentName, keyId: issuedTo.kind === 'key' ? issuedTo.id : undefined }
  const scope = tokenScopeOf(security)
  const states = allowedStates(call, security, session)
  const prove = () => authorizeSession<Scope>(session, scope, states, call.context)
  const proveAndRenew = async (): Promise<SessionPrincipal<Scope>> => {
    const principal = await prove()
    const session = await renewSessionIfDue(call, principal.session)
    return session === principal.session ? principal : { ...principal, session: { ...session, extensions: session.extensions + 1 } }
  }
  return {
    identify: () => admitCaller(call.admission, tokenCredential(session, states, call.context)),
    authorize: async (work) => {
      if (security.kind === 'sessionStatement') return work(forStatement(session, security.scope))
      if (scope !== null && allowsExpiredSession(security))
        return workAsAssumed(assumeSession<Scope>(session, scope, states, call.context), work, prove)
      return work(await (describesSession(security) ? proveAndRenew() : prove()))
    },
    proveBeforeInputError: async () => void (await prove()),
  }
}

/** True for the operations whose result describes the session of the caller. They renew it first, so that the result shows its new expiry. */
const describesSession = (security: Security) => tokenScopeOf(security) === null

/** True for the operations that end or extend a session. They also accept an expired session, and do not renew it. */
export const allowsExpiredSession = ({ kind }: Pick<Security, 'kind'>) => kind === 'sessionOrExpired' || kind === 'eitherOrExpired'

/** Returns the states of the session in which a call is allowed: expired when a key is sent too, and ended for a possible retry, which gets a stored result. */
function allowedStates({ context }: Call, { kind }: Security, { companionKey }: SessionCredential): AllowedStates {
  if (!allowsExpiredSession({ kind })) return 'active'
  if (context.idempotencyKey !== null) return 'any'
  return companionKey === undefined ? 'active' : 'activeOrExpired'
}
