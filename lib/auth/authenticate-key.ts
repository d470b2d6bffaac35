import { LRUCache } from 'lru-cache'
import { findKeyStatement, findKeyToCheck, type KeyToCheck } from '../../db/api-keys'
import { withFirstStatement } from '../../db/round-trips'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import type { SentCredential } from '../limits/admission'
import { rememberRateLimit } from '../limits/rate-limits'
import { db, singleton } from '../process'
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
    const { id, team_id } = requireUsable(await findKeyToCheck(db(), key.id, key.secretHash), context)
    return { teamId: team_id, issuedTo: formatGrantee({ kind: 'key', id }) }
  }
  return { digest: digestOf(key), isSigned: false, identify }
}

/** Identifies the caller by an API key, and records that the key was used. @throws invalid_api_key, api_key_revoked, api_key_expired */
export async function authenticateKey(sent: SentKey, context: RequestContext): Promise<Identity> {
  const key = requireWellFormed(sent)
  const identity = identityOf(requireUsable(await findKeyToCheck(db(), key.id, key.secretHash), context), context)
  knownIdentities().set(digestOf(key), identity)
  return identity
}

/** An identity whose key is checked together with the first statement that is sent for the caller. */
export interface AssumedIdentity {
  identity: Identity
  /** True once the key has been checked during this call, whatever the outcome. */
  isChecked(): boolean
  /** True once the database has said, during this call, that the key is usable and that the caller is the one assumed. */
  isConfirmed(): boolean
}

/** Thrown instead of the result of a statement when the caller is authenticated, but has other permissions than it had when its key was last used. */
export class ChangedIdentity extends Error {}

/**
 * Returns the identity that a key had when it was last used in this process; undefined when it is not known. It proves nothing until the key has
 * been checked: the first round trip of its `db` begins with that, and has no result unless the key is usable and belongs to the same identity.
 */
export function assumeIdentity(sent: SentKey, context: RequestContext): AssumedIdentity | undefined {
  if (sent === 'malformed') return undefined
  const known = knownIdentities().get(digestOf(sent))
  if (known === undefined) return undefined
  let isChecked = false
  let isConfirmed = false
  const confirm = ([key]: KeyToCheck[]) => {
    isChecked = true
    knownIdentities().delete(digestOf(sent))
    const found = identityOf(requireUsable(key, context), context)
    if (JSON.stringify(found) !== JSON.stringify(known)) throw new ChangedIdentity()
    knownIdentities().set(digestOf(sent), known)
    isConfirmed = true
  }
  const ownDb = withFirstStatement(db(), findKeyStatement(sent.id, sent.secretHash), confirm)
  return { identity: { ...known, db: ownDb }, isChecked: () => isChecked, isConfirmed: () => isConfirmed }
}

const MAX_KNOWN = 20_000

/** Identities by the digest of their key, as they were when it was last used. */
const knownIdentities = () => singleton('knownIdentities', () => new LRUCache<string, Identity>({ max: MAX_KNOWN }))

const digestOf = ({ id, secretHash }: KeyParts) => `${id} ${secretHash.toString('base64url')}`

function identityOf(key: KeyToCheck, { clientAddress }: RequestContext): Identity {
  noteKeyUse(key.team_id, key.id, clientAddress)
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

/** Returns a key that was found, and records refusals. @throws invalid_api_key, api_key_revoked, api_key_expired */
function requireUsable(key: KeyToCheck | undefined, context: RequestContext): KeyToCheck {
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
