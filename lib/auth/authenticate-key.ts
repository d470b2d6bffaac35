import { LRUCache } from 'lru-cache'
import { findKeyStatement, findKeyToCheck, type KeyToCheck } from '../../db/api-keys'
import { withFirstStatement } from '../../db/round-trips'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import type { SentCredential } from '../limits/admission'
import { rememberRateLimit } from '../limits/rate-limits'
import { db, singleton } from '../process'
import type { KeyParts } from './api-key-format'
import { type Assumed, ChangedCaller } from './assumption'
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
    const { id, team_id } = requireUsable(await findKeyToCheck(db(), { ...key, address: context.clientAddress }), context)
    return { teamId: team_id, issuedTo: formatGrantee({ kind: 'key', id }) }
  }
  return { digest: digestOf(key), isSigned: false, identify }
}

/** Identifies the caller by an API key, and records that the key was used. @throws invalid_api_key, api_key_revoked, api_key_expired, address_not_allowed */
export async function authenticateKey(sent: SentKey, context: RequestContext): Promise<Identity> {
  const key = requireWellFormed(sent)
  const identity = identityOf(requireUsable(await findKeyToCheck(db(), { ...key, address: context.clientAddress }), context), context)
  knownIdentities().set(digestOf(key), identity)
  return identity
}

/**
 * Returns the identity that a key had when it was last used in this process; undefined when it is not known. It proves nothing until the key has
 * been checked: the first round trip of its `db` begins with that, and has no result unless the key is usable and belongs to the same identity.
 */
export function assumeIdentity(sent: SentKey, context: RequestContext): Assumed<Identity> | undefined {
  if (sent === 'malformed') return undefined
  const digest = digestOf(sent)
  const known = knownIdentities().get(digest)
  if (known === undefined) return undefined
  let isChecked = false
  let isConfirmed = false
  const confirm = ([key]: KeyToCheck[]) => {
    isChecked = true
    try {
      requireSame(known, identityOf(requireUsable(key, context), context))
    } catch (refusal) {
      knownIdentities().delete(digest)
      throw refusal
    }
    isConfirmed = true
  }
  const accept = (requestsPerMinute: number | null) => {
    isChecked = true
    isConfirmed = true
    context.onKey?.({ teamId: known.teamId, id: sent.id })
    rememberRateLimit(formatGrantee(known.issuedTo), requestsPerMinute)
    noteKeyUse(known.teamId, sent.id, context.clientAddress)
  }
  const caller = {
    ...known,
    db: withFirstStatement(db(), findKeyStatement({ ...sent, address: context.clientAddress }), confirm),
    ownKey: { id: sent.id, secretHash: sent.secretHash, accept },
  }
  return { caller, isChecked: () => isChecked, isConfirmed: () => isConfirmed }
}

function requireSame(known: Identity, found: Identity): void {
  if (JSON.stringify(found) !== JSON.stringify(known)) throw new ChangedCaller()
}

const MAX_KNOWN = 20_000

/** Identities by the digest of their key, as they were when it was last used. */
const knownIdentities = () => singleton('knownIdentities', () => new LRUCache<string, Identity>({ max: MAX_KNOWN }))

const digestOf = ({ id, secretHash }: KeyParts) => `${id} ${secretHash.toString('base64url')}`

/** Returns the identity of a usable key, and records that the key was used. */
export function identityOf(key: KeyToCheck, { clientAddress }: RequestContext): Identity {
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

/** Returns a key that was found, and records refusals. `revoked` is the message for a revoked one. @throws invalid_api_key, api_key_revoked, api_key_expired, address_not_allowed */
export function requireUsable(key: KeyToCheck | undefined, context: RequestContext, revoked = KEY_REVOKED): KeyToCheck {
  if (key) noteUnusableKey(key, context)
  if (key === undefined || !(key.is_current || key.is_previous)) throwUnknownKey()
  context.onKey?.({ teamId: key.team_id, id: key.id })
  if (key.revoked_at !== null) fail('api_key_revoked', revoked)
  if (key.is_expired) fail('api_key_expired', KEY_EXPIRED)
  if (!key.allows_address) fail('address_not_allowed', ADDRESS_NOT_ALLOWED)
  rememberRateLimit(formatGrantee({ kind: 'key', id: key.id }), key.requests_per_minute)
  return key
}

export const UNKNOWN_KEY = 'This server does not know the API key. Check that you copied all of it.'
export const KEY_REVOKED = 'This API key was revoked. Ask a team admin for a new one.'
export const ADDRESS_NOT_ALLOWED =
  'This API key does not work from the address that the call came from. Ask a team admin to add the address to the key.'
export const KEY_EXPIRED = 'This API key has expired. Ask a team admin for a new one.'

function throwUnknownKey(): never {
  fail('invalid_api_key', UNKNOWN_KEY)
}
