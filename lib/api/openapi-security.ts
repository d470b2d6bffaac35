import type { Scope } from '../auth/permissions'
import type { Who } from '../http/operation'

type Requirement = Record<string, string[]>

/** Any one of these opens an endpoint. OpenAPI 3.1 lets a requirement name what its credential must be allowed. */
export function securityOf(who: Who): Requirement[] {
  if (who.kind === 'anyone') return []
  if (who.kind === 'key') return keys(who.scope)
  if (who.kind === 'token') return [token(who.scope)]
  if (who.kind === 'token or key') return [token(who.tokenScope), ...keys(who.scope)]
  return [token(who.scope), ...keys(who.scope).map((key) => ({ ...token(who.scope), ...key }))]
}

const token = (scope?: Scope): Requirement => ({ SessionToken: scope ? [scope] : [] })
const keys = (scope: Scope): Requirement[] => [{ ApiKey: [scope] }, { ApiKeyHeader: [scope] }]

/** The same for a reader. */
export function wordsOnWho(who: Who): string {
  if (who.kind === 'anyone') return 'No credential required.'
  if (who.kind === 'key') return `Requires an API key with the scope \`${who.scope}\`.`
  const scope = who.kind === 'token or key' ? who.tokenScope : who.scope
  const tokenWords = `a session token${scope ? ` issued to a key or person with \`${scope}\`` : ''}`
  if (who.kind === 'token') return `Requires ${tokenWords}.`
  if (who.kind === 'token or key')
    return `Requires ${tokenWords}, or an API key with the scope \`${who.scope}\`. If both are sent, the token decides.`
  return `Requires ${tokenWords}. If the session has expired, also an API key with \`${who.scope}\`.`
}
