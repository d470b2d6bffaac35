import type { Scope } from '../auth/permissions'
import { keyScopeOf, type Security, tokenScopeOf } from '../auth/security'
import type { FurtherScope, Operation } from '../http/operation'

type Requirement = Record<string, string[]>

/** Returns the alternatives to authenticate for an operation, each with the scopes that its credential needs (OpenAPI 3.1). */
export function securityOf(security: Security): Requirement[] {
  if (security.kind === 'none') return []
  const keyScope = keyScopeOf(security)
  if (security.kind === 'apiKey') return keys(security.scope)
  const byToken = token(tokenScopeOf(security))
  if (security.kind === 'sessionOrExpired') return [byToken, ...keys(security.scope).map((key) => ({ ...byToken, ...key }))]
  return [byToken, ...(keyScope === null ? [] : keys(keyScope))]
}

const token = (scope: Scope | null): Requirement => ({ SessionToken: scope === null ? [] : [scope] })
const keys = (scope: Scope): Requirement[] => [{ ApiKey: [scope] }, { ApiKeyHeader: [scope] }]

/** Describes in sentences which credential an operation requires, and which scopes it needs. */
export const describeSecurity = ({ security, furtherScopes = [] }: Pick<Operation, 'security' | 'furtherScopes'>): string =>
  [
    describeCredential(security),
    ...(furtherScopes.length > 0 ? [`It also requires ${furtherScopes.map(inWords).join(', and ')}.`] : []),
  ].join(' ')

const inWords = ({ scope, when }: FurtherScope) => [`\`${scope}\``, when].filter(Boolean).join(' ')

function describeCredential(security: Security): string {
  if (security.kind === 'none') return 'No credential required.'
  if (security.kind === 'apiKey') return `Requires an API key with the scope \`${security.scope}\`.`
  const scope = tokenScopeOf(security)
  const byToken = `a session token${scope ? ` issued to a key or person with \`${scope}\`` : ''}`
  if (security.kind === 'sessionOrExpired')
    return `Requires ${byToken}. If the session has expired, also an API key with \`${security.scope}\`.`
  const keyScope = keyScopeOf(security)
  if (keyScope === null) return `Requires ${byToken}.`
  return `Requires ${byToken}, or an API key with the scope \`${keyScope}\`. If both are sent, the token decides.`
}
