import { insertKey, limitKey } from '../../db/api-keys'
import type { Trust } from '../../db/constants'
import type { ApiKey, Tx } from '../../db/schema'
import { findTeam, readClock } from '../../db/teams'
import { newKey } from '../auth/api-key-format'
import { describeKey, keyTarget } from '../auth/key-events'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { Scope } from '../auth/permissions'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { fail, failField } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { type Expiry, expiryTime, outlives, scopesAbove } from './rules'

export interface NewKey {
  name: string
  scopes: Scope[]
  /** Public ids of the agents that it is limited to; null for all. */
  agentNames: string[] | null
  expiresAt: Expiry
  /** How far memories are trusted that are stored with it; `trusted` if absent. */
  memoryTrust?: Trust | undefined
  /** Addresses and networks from which it works; null or absent for everywhere. */
  allowedNetworks?: string[] | null | undefined
}

export interface IssuedKey {
  row: ApiKey
  /** The whole key. Only its hash is stored, so it can be shown only now. */
  key: string
}

/** Issues a key of the team, with no scope that the viewer's role lacks. @throws invalid_request, insufficient_scope */
export async function issueKey(viewer: CapableViewer<'keys:manage'>, input: NewKey, context: RequestContext): Promise<IssuedKey> {
  if (input.scopes.length === 0) failField('scopes', 'must contain at least one scope')
  const { key, parts } = newKey()
  const row = await idempotentTransaction(viewer, context, 'issue key', input, async (tx) => {
    const role = await lockOwnMembershipFor(tx, viewer, 'keys:manage')
    const above = scopesAbove(role, input.scopes)
    if (above.length > 0) fail('insufficient_scope', `Your role (${role}) cannot grant ${above.join(', ')}.`)
    const now = await readClock(tx)
    const expiresAt = expiryTime(input.expiresAt, now)
    if (expiresAt !== null && expiresAt <= now) failField('expires_at', 'must be in the future')
    await requireAllowedLifetime(tx, viewer.teamId, expiresAt, now)
    const row = await insertKey(tx, {
      team_id: viewer.teamId,
      id: parts.id,
      name: input.name,
      secret_hash: parts.secretHash,
      last_four: parts.lastFour,
      scopes: input.scopes,
      limited: input.agentNames !== null,
      expires_at: expiresAt,
      memory_trust: input.memoryTrust,
      allowed_networks: input.allowedNetworks ?? null,
      created_by: viewer.actor.id,
      created_by_name: viewer.actor.name,
    })
    const missing = input.agentNames && (await limitKey(tx, row, input.agentNames))
    if (missing?.length) failField('agents', `must exist: ${missing.join(', ')}`)
    const after = { ...describeKey(row), agents: input.agentNames }
    await recordEvent(tx, viewer, context, { kind: 'key.issued', target: keyTarget(row), after })
    return row
  })
  return { row, key }
}

/** Checks that a key does not outlive the longest time that the team allows. @throws invalid_request */
async function requireAllowedLifetime(tx: Tx, teamId: string, expiresAt: Date | null, now: Date): Promise<void> {
  const { key_max_days: maxDays } = await findTeam(tx, teamId)
  if (maxDays !== null && outlives(expiresAt, maxDays, now))
    failField(
      'expires_at',
      `must be at most ${maxDays} ${maxDays === 1 ? 'day' : 'days'} from now: your team limits how long new keys are valid`,
    )
}
