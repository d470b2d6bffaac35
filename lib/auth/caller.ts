import { findKeyToCheck, type KeyToCheck } from '../../db/api-keys'
import type { Actor } from '../actor'
import { noteKeyUse } from '../api-keys/last-used'
import { fail } from '../errors'
import { type Notes, notesOf } from '../http/notes'
import { db } from '../process'
import type { Via } from '../sessions/token'
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
  const caller = sent === undefined ? await keylessCaller(request) : await keyCaller(request, sent)
  refuseScope(caller.scopes, scope)
  return caller
}

/** The caller a key stands for, whatever it may do; 401 for a key that is unknown, revoked or expired. */
export async function keyCaller(request: Request, sent: SentKey): Promise<Caller<never>> {
  if (sent === 'malformed') unknownKey()
  const key = await findKeyToCheck(db(), sent.id, sent.secretHash)
  if (key === undefined || !(key.is_current || key.is_previous)) unknownKey()
  refuseDeadKey(key)
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
