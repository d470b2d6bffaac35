import { findKeyToCheck, type KeyToCheck } from '../../db/api-keys'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import type { SentCredential } from '../limits/admission'
import { rememberRateLimit } from '../limits/rate-limits'
import { db } from '../process'
import type { KeyParts } from './api-key-format'
import type { SentKey } from './credentials'
import { formatGrantee } from './grantee'
import { noteKeyUse } from './key-last-used'
import { SCOPES } from './permissions'
import type { Identity } from './principal'
import { noteRefusedKey, noteUnusableKey } from './refused-key-use'

/** Returns a sent API key as a credential for admission. @throws invalid_api_key when it is malformed */
export function keyCredential(sent: SentKey, context: RequestContext): SentCredential {
  const key = requireWellFormed(sent)
  const identify = async () => {
    const { id, team_id } = await findUsableKey(key, context)
    return { teamId: team_id, issuedTo: formatGrantee({ kind: 'key', id }) }
  }
  return { digest: `${key.id} ${key.secretHash.toString('base64url')}`, isSigned: false, identify }
}

/** Identifies the caller by an API key, and records that the key was used. @throws invalid_api_key, api_key_revoked, api_key_expired */
export async function authenticateKey(sent: SentKey, context: RequestContext): Promise<Identity> {
  const key = await findUsableKey(requireWellFormed(sent), context)
  noteKeyUse(key.team_id, key.id, context.clientAddress)
  return {
    teamId: key.team_id,
    actor: { kind: 'key', id: key.id, name: key.name },
    issuedTo: { kind: 'key', id: key.id },
    scopes: SCOPES.filter((scope) => key.scopes.includes(scope)),
    agentRowIds: key.agent_row_ids,
  }
}

/** Records in the audit log that a key was used for something that its scopes do not allow. Does nothing for other callers. */
export function noteMissingScope({ actor, teamId }: Identity, context: RequestContext): void {
  if (actor.kind === 'key') noteRefusedKey({ team_id: teamId, id: actor.id, name: actor.name }, 'insufficient_scope', context)
}

function requireWellFormed(sent: SentKey): KeyParts {
  return sent === 'malformed' ? throwUnknownKey() : sent
}

async function findUsableKey(sent: KeyParts, context: RequestContext): Promise<KeyToCheck> {
  const key = await findKeyToCheck(db(), sent.id, sent.secretHash)
  if (key) noteUnusableKey(key, context)
  if (key === undefined || !(key.is_current || key.is_previous)) throwUnknownKey()
  if (key.revoked_at !== null) fail('api_key_revoked', KEY_REVOKED)
  if (key.is_expired) fail('api_key_expired', KEY_EXPIRED)
  rememberRateLimit(formatGrantee({ kind: 'key', id: key.id }), key.requests_per_minute)
  return key
}

export const UNKNOWN_KEY = 'This server does not know the API key. Check that you copied all of it.'
export const KEY_REVOKED = 'This API key was revoked. Ask a team admin for a new one.'
export const KEY_EXPIRED = 'This API key has expired. Ask a team admin for a new one.'

function throwUnknownKey(): never {
  fail('invalid_api_key', UNKNOWN_KEY)
}
