import type { SessionContext } from '../../db/session-authorization'
import type { Actor } from '../actor'
import { fail } from '../errors'
import type { Grantee } from './grantee'
import type { Scope } from './permissions'
import type { TokenClaims } from './session-token'

/** An authenticated caller. What it may do is not proven: see Principal. */
export interface Identity {
  teamId: string
  /** Who acts, as timelines and the audit log name it. */
  actor: Actor
  /** To whom a session token signed for this caller is issued. */
  issuedTo: Grantee
  scopes: readonly Scope[]
  /** Row ids of the agents that this caller may reach; null for all of its team. */
  agentRowIds: string[] | null
}

declare const proven: unique symbol

/** An identity with the proof that it has these scopes. Only `requireScope` and session authorization create one. */
export type Principal<S extends Scope> = Identity & { readonly [proven]: { readonly [Proven in S]: true } }

/** A principal that proved to be in an active session (or in an expired one, where an operation allows that). */
export type SessionPrincipal<S extends Scope = never> = Principal<S> & { session: SessionContext; claims: TokenClaims }

/** Proves that an identity has a scope. @throws insufficient_scope */
export function requireScope<I extends Identity, S extends Scope>(identity: I, scope: S): I & Principal<S> {
  if (!identity.scopes.includes(scope)) fail('insufficient_scope', missingScope(scope))
  return markAsProven(identity)
}

/** Returns the sentence for a credential that lacks a scope. */
export const missingScope = (scope: Scope | null) => `This requires the scope ${scope}, which the credential does not have.`

/** Marks an identity as proven. For the code that did the proof, never for use cases. */
export const markAsProven = <I extends Identity, S extends Scope>(identity: I) => identity as I & Principal<S>

/** True for a caller that proved a session. */
export function isInSession<S extends Scope>(principal: Principal<S>): principal is SessionPrincipal<S> {
  return 'session' in principal
}
