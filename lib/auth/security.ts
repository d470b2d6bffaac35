import type { Scope } from './permissions'

/** Which credential an operation requires, and with which scope. */
export type Security =
  | { kind: 'none' }
  | { kind: 'apiKey'; scope: Scope }
  /** A session token. `scope` is what the key or person that it was issued to needs; null when an active session is enough. */
  | { kind: 'sessionToken'; scope: Scope | null }
  /** A session token, which the operation authorizes in the statement that does its work. */
  | { kind: 'sessionStatement'; scope: Scope }
  /** A session token. An expired session is enough when a key with the scope is sent too. */
  | { kind: 'sessionOrExpired'; scope: Scope }
  /** An API key or a session token; if both are sent, the token decides. `tokenScope` is what the key behind the token needs; null for none. */
  | { kind: 'either'; scope: Scope; tokenScope: Scope | null }
  /** An API key or a session token. An expired session is enough when a key with the scope is sent too. */
  | { kind: 'eitherOrExpired'; scope: Scope }

/** No credential. */
export const none = { kind: 'none' } as const

/** An API key with a scope. */
export const apiKey = <S extends Scope>(scope: S) => ({ kind: 'apiKey', scope }) as const

/** The token of an active session; `scope` is what the key or person behind it needs, null for none. */
export const sessionToken = <S extends Scope | null>(scope: S) => ({ kind: 'sessionToken', scope }) as const

/** The token of an active session, authorized in the same statement that does the work. */
export const sessionStatement = <S extends Scope>(scope: S) => ({ kind: 'sessionStatement', scope }) as const

/** The token of an active session, or of an expired one with an API key that has the scope. */
export const sessionOrExpired = <S extends Scope>(scope: S) => ({ kind: 'sessionOrExpired', scope }) as const

/** A session token or an API key. */
export const either = <S extends Scope, T extends Scope | null>(scope: S, tokenScope: T) => ({ kind: 'either', scope, tokenScope }) as const

/** An API key, or a session token, also of an expired session when a key with the scope is sent too. */
export const eitherOrExpired = <S extends Scope>(scope: S) => ({ kind: 'eitherOrExpired', scope }) as const

/** True when an operation can be called with a session token. */
export const takesToken = ({ kind }: Security) => kind !== 'none' && kind !== 'apiKey'

/** The scope that an API key needs to call an operation with it alone; null where a key alone is not enough. */
export function keyScopeOf(security: Security): Scope | null {
  return security.kind === 'apiKey' || security.kind === 'either' || security.kind === 'eitherOrExpired' ? security.scope : null
}

/** True when an operation can be called with an API key alone. */
export const takesKey = (security: Security) => keyScopeOf(security) !== null

/** The scope that the key behind a session token needs; null for none. */
export function tokenScopeOf(security: Security): Scope | null {
  if (security.kind === 'none') return null
  return security.kind === 'either' ? security.tokenScope : security.scope
}
