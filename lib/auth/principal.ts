import type { Db } from '../../db/schema'
import type { AuthorizationRequest, SessionContext } from '../../db/session-authorization'
import type { Actor } from '../actor'
import { fail } from '../errors'
import { db } from '../process'
import type { Grantee } from './grantee'
import type { Scope } from './permissions'
import type { TokenClaims } from './session-token'

/** An authenticated caller, whose permissions are not checked yet: see Principal. */
export interface Identity {
  teamId: string
  /** Who acts, as timelines and the audit log record it. */
  actor: Actor
  /** The key or person to which session tokens of this caller are issued. */
  issuedTo: Grantee
  scopes: readonly Scope[]
  /** Row ids of the agents that this caller has access to; null for all agents of the team. */
  agentRowIds: string[] | null
  /** The database for what is done for this caller, where its first statement is sent together with the one that authenticates the caller. */
  db?: Db
  /** Undefined for callers that are not identified by a key, and where it was checked before. */
  ownKey?: OwnKey
}

/** For a use case that checks the key in the statement that does its work. */
interface OwnKey {
  id: string
  secretHash: Buffer
  /** Says that the statement found the key usable, with this limit of requests per minute; null for the limit of the server's settings. */
  accept(requestsPerMinute: number | null): void
}

/** Returns the database for what is done for a caller: use cases read and write with it, so that authenticating the caller takes no round trip. */
export const dbFor = (identity: Pick<Identity, 'db'>): Db => identity.db ?? db()

declare const proven: unique symbol

/** A caller with the proof, in its type, that it has these scopes. Only `requireScope` and the authorization of sessions create one. */
export type Principal<S extends Scope> = Identity & { readonly [proven]: { readonly [Proven in S]: true } }

/** A caller with the proof of one of these scopes: what a check returns whose scope is known only at run time. */
export type PrincipalWithOne<S extends Scope> = S extends Scope ? Principal<S> : never

/** A caller that acts in its session, which is active, or expired where the operation allows that. */
export type SessionPrincipal<S extends Scope = never> = Principal<S> & {
  session: SessionContext
  claims: TokenClaims
  /** Undefined where the session may also have expired, or ended. */
  ownStatement?: OwnStatement | undefined
}

/** For a use case that authorizes the call of an active session in the statement that does its work. */
interface OwnStatement {
  request: AuthorizationRequest
  /** Takes the session that the statement found. @throws the error of the refusal */
  accept(found: SessionContext | undefined): SessionContext
}

/** Checks that a caller has a scope, and returns it with the proof. @throws insufficient_scope */
export function requireScope<I extends Identity, S extends Scope>(identity: I, scope: S): I & PrincipalWithOne<S> {
  if (!identity.scopes.includes(scope)) fail('insufficient_scope', missingScope(scope))
  return markAsProven<I, S>(identity) as I & PrincipalWithOne<S>
}

/** Returns the sentence for a credential that lacks a scope. */
export const missingScope = (scope: Scope | null) => `This requires the scope ${scope}, which the credential does not have.`

/** Adds the proof to a caller whose scopes were checked. Use cases must not call it. */
export const markAsProven = <I extends Identity, S extends Scope>(identity: I) => identity as I & Principal<S>

/** Returns whether a caller acts in its session. */
export function isInSession<S extends Scope>(principal: Principal<S>): principal is SessionPrincipal<S> {
  return 'session' in principal
}

/** Returns the id of the session in which a caller acts; undefined for a key or person. */
export const ownSessionOf = <S extends Scope>(principal: Principal<S>): string | undefined =>
  isInSession(principal) ? principal.claims.sessionId : undefined

/** Returns the agents that a caller has access to: that of its session, or those of `agentRowIds`. */
export function reachOf<S extends Scope>(principal: Principal<S>): { ownSession: string } | { agentRowIds: string[] | null } {
  const ownSession = ownSessionOf(principal)
  return ownSession === undefined ? { agentRowIds: principal.agentRowIds } : { ownSession }
}
