import { findKeyToCheck, type KeyToCheck } from '../../db/api-keys'
import type { Actor } from '../actor'
import type { KeyParts } from '../api-keys/format'
import { noteKeyUse } from '../api-keys/last-used'
import { noteRefusedKey, noteUnusableKey } from '../api-keys/refused-use'
import { fail } from '../errors'
import { type Notes, notesOf } from '../http/notes'
import { rememberRateLimit } from '../http/rate-limits'
import { db } from '../process'
import { issuedTo, type Via } from '../sessions/token'
import { admitCaller, awaitTurn } from './admission'
import { type SentKey, sentKey } from './credentials'
import { keylessCaller } from './keyless'
import { SCOPES, type Scope } from './permissions'

/** Whoever asks a verb to act. The type carries the scope that was proved. */
export interface Caller<S extends Scope = Scope> {
  teamId: string
  actor: Actor
  /** To whom a token minted for this caller is issued. */
  via: Via
  scopes: readonly Scope[]
  /** Only the type: the scope that was proved. */
  proved?: S
  /** Row ids of the agents this caller may reach; null for all of its team. */
  onlyAgents: string[] | null
  idempotencyKey: string | null
  notes: Notes
}

export async function requireApiKey<S extends Scope>(request: Request, scope: S): Promise<Caller<S>> {
  const sent = sentKey(request)
  const caller = sent === undefined ? await keylessCaller(request) : await admittedKeyCaller(request, sent)
  if (!caller.scopes.includes(scope)) noteScopeRefusal(caller)
  refuseScope(caller.scopes, scope)
  return caller
}

async function admittedKeyCaller(request: Request, sent: SentKey): Promise<Caller<never>> {
  if (sent === 'malformed') unknownKey()
  const identify = async () => {
    const { id, team_id } = await findLiveKey(request, sent)
    return { teamId: team_id, issuedTo: issuedTo({ kind: 'key', id }) }
  }
  await admitCaller(request, { digest: keyDigest(sent), isSigned: false, identify })
  await awaitTurn(request)
  return keyCaller(request, sent)
}

/** Stands for a key wherever something is remembered about it; a new secret is another key. */
const keyDigest = ({ id, secretHash }: KeyParts) => `${id} ${secretHash.toString('base64url')}`

/** The caller a key stands for, whatever it may do; 401 for a key that is unknown, revoked or expired. */
export async function keyCaller(request: Request, sent: SentKey): Promise<Caller<never>> {
  if (sent === 'malformed') unknownKey()
  const key = await findLiveKey(request, sent)
  const notes = notesOf(request)
  Object.assign(notes, { teamId: key.team_id, keyId: key.id })
  noteKeyUse(key.id, notes.address)
  return {
    teamId: key.team_id,
    actor: { kind: 'key', id: key.id, name: key.name },
    via: { kind: 'key', id: key.id },
    scopes: SCOPES.filter((scope) => key.scopes.includes(scope)),
    onlyAgents: key.only_agents,
    idempotencyKey: request.headers.get('idempotency-key'),
    notes,
  }
}

function noteScopeRefusal({ actor, teamId, notes }: Caller<never>): void {
  if (actor.kind === 'key') noteRefusedKey({ team_id: teamId, id: actor.id, name: actor.name }, 'insufficient_scope', notes)
}

async function findLiveKey(request: Request, sent: KeyParts): Promise<KeyToCheck> {
  const key = await findKeyToCheck(db(), sent.id, sent.secretHash)
  if (key) noteUnusableKey(key, notesOf(request))
  if (key === undefined || !(key.is_current || key.is_previous)) unknownKey()
  refuseDeadKey(key)
  rememberRateLimit(issuedTo({ kind: 'key', id: key.id }), key.requests_per_minute)
  return key
}

function refuseDeadKey(key: KeyToCheck): void {
  if (key.revoked_at !== null) fail('api_key_revoked', 'This API key was revoked. Ask an admin of your team for a new one.')
  if (key.is_expired) fail('api_key_expired', 'This API key has expired. Ask an admin of your team for a new one.')
}

export function unknownKey(): never {
  fail('invalid_api_key', 'This server does not know the API key. Check that you copied all of it.')
}

export function refuseScope(scopes: readonly string[], scope: Scope): void {
  if (!scopes.includes(scope)) fail('insufficient_scope', `This requires the scope ${scope}, which the credential does not have.`)
}
