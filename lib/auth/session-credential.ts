import { type AuthorizationRequest, NO_PERSON, NO_SECRET } from '../../db/session-authorization'
import type { Actor } from '../actor'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import type { Credentials, SentKey } from './credentials'
import { rolesWithScope, type Scope } from './permissions'
import { type TokenClaims, tokenDigest, verifySessionToken } from './session-token'

/** A session token with a valid signature, and what was sent with it. Whether the call is allowed is decided later, by a statement. */
export interface SessionCredential {
  claims: TokenClaims
  /** SHA-256 of the token, under which something is remembered about it. */
  digest: string
  /** An API key that was sent with the token. It must be valid, belong to the same team and have access to the agent. */
  companionKey: SentKey | undefined
  /** Public id of the agent in the path; undefined when the path has none. */
  agentName: string | undefined
}

declare const scoped: unique symbol

/** A session credential for a use case that authorizes the scope in its own statement. Only `endpoint` creates one. */
export type StatementCredential<S extends Scope> = SessionCredential & { scope: S; readonly [scoped]: { readonly [Scoped in S]: true } }

/** Returns a credential for a use case that authorizes the scope in its own statement. */
export const forStatement = <S extends Scope>(credential: SessionCredential, scope: S) =>
  ({ ...credential, scope }) as StatementCredential<S>

/** Checks the signature of the session token that was sent. @throws missing_session_token, invalid_session_token */
export async function requireSessionCredential(
  { sessionToken, apiKey }: Credentials,
  agentName: string | undefined,
): Promise<SessionCredential> {
  if (sessionToken === undefined)
    fail('missing_session_token', 'Send the session token that activation returned in the X-Session-Token header.')
  const claims = await verifySessionToken(sessionToken)
  if (claims === undefined) fail('invalid_session_token', 'This is not a session token of this server. Activate the agent to get one.')
  return { claims, digest: tokenDigest(sessionToken), companionKey: apiKey, agentName }
}

/** A malformed companion key matches no row, so the statement refuses it. */
const NO_SUCH_KEY = { id: 'malformed', secretHash: NO_SECRET }

/** Returns the request that a statement with `sessionAuthorization` decides on. */
export function authorizationRequest(
  { claims, companionKey, agentName = '' }: SessionCredential,
  scope: Scope | null,
  { clientAddress }: RequestContext,
): AuthorizationRequest {
  const { teamId, sessionId, issuedTo } = claims
  const companion = companionKey === 'malformed' ? NO_SUCH_KEY : companionKey
  return {
    teamId,
    sessionId,
    agentName,
    issuedToKeyId: issuedTo.kind === 'key' ? issuedTo.id : '',
    issuedToPersonId: issuedTo.kind === 'person' ? issuedTo.id : NO_PERSON,
    scope: scope ?? '',
    rolesWithScope: scope === null ? [] : rolesWithScope(scope),
    companionKeyId: companion?.id ?? '',
    companionSecretHash: companion?.secretHash ?? NO_SECRET,
    address: clientAddress ?? '',
  }
}

/** Returns the actor for calls in a session: the agent. */
export const agentActor = (agentName: string): Actor => ({ kind: 'agent', id: agentName, name: agentName })
