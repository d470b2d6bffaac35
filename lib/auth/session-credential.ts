import { type AuthorizationRequest, NO_PERSON, NO_SECRET } from '../../db/session-authorization'
import type { Actor } from '../actor'
import { fail } from '../errors'
import type { Credentials, SentKey } from './credentials'
import { rolesWithScope, type Scope } from './permissions'
import { type TokenClaims, tokenDigest, verifySessionToken } from './session-token'

/** A session token whose signature was verified, with what was sent along. No row has been asked yet: the statement decides. */
export interface SessionCredential {
  claims: TokenClaims
  /** Stands for the token wherever something is remembered about it. */
  digest: string
  /** An API key that was sent with the token: it only has to be valid, of the same team and allowed for the agent. */
  companionKey: SentKey | undefined
  /** Public id of the agent in the path; undefined where the path names none. */
  agentName: string | undefined
}

declare const scoped: unique symbol

/** A session credential for a statement that authorizes the scope while it works. Only the endpoint creates one. */
export type StatementCredential<S extends Scope> = SessionCredential & { scope: S; readonly [scoped]: { readonly [Scoped in S]: true } }

/** Marks a credential for a statement that authorizes this scope. */
export const forStatement = <S extends Scope>(credential: SessionCredential, scope: S) =>
  ({ ...credential, scope }) as StatementCredential<S>

/** Verifies the signature of the session token that was sent. @throws missing_session_token, invalid_session_token */
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

/** A malformed companion key matches no row, and so is refused. */
const NO_SUCH_KEY = { id: 'malformed', secretHash: NO_SECRET }

/** What a statement that holds the session authorization is asked with. */
export function authorizationRequest(
  { claims, companionKey, agentName = '' }: SessionCredential,
  scope: Scope | null,
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
  }
}

/** The agent acts in its own session. */
export const agentActor = (agentName: string): Actor => ({ kind: 'agent', id: agentName, name: agentName })
