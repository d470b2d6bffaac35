import { insertKey, limitKey } from '../../db/api-keys'
import { insertAudit } from '../../db/audit'
import type { ApiKey } from '../../db/schema'
import { readClock } from '../../db/teams'
import { auditRow } from '../audit'
import { newKey } from '../auth/api-key-format'
import type { Scope } from '../auth/permissions'
import { requireCapability, type Viewer } from '../auth/viewer'
import { fail, failField } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { describedKey, keyTarget } from './present'
import { type Expiry, expiryTime, scopesAbove } from './rules'

export interface NewKey {
  name: string
  scopes: Scope[]
  /** Public ids of the agents it is limited to; null for all. */
  agentNames: string[] | null
  expiresAt: Expiry
}

export interface IssuedKey {
  row: ApiKey
  /** The whole key, told this once: only its hash is kept. */
  key: string
}

/** Makes a key of the team, never above its maker's role. */
export async function issueKey(viewer: Viewer, input: NewKey): Promise<IssuedKey> {
  requireCapability(viewer, 'keys:manage')
  if (input.scopes.length === 0) failField('scopes', 'must contain at least one scope')
  const above = scopesAbove(viewer.role, input.scopes)
  if (above.length > 0) fail('insufficient_scope', `Your role (${viewer.role}) cannot grant ${above.join(', ')}.`)
  const { key, parts } = newKey()
  const row = await idempotentTransaction(viewer, 'issue key', input, async (tx) => {
    const now = await readClock(tx)
    const expiresAt = expiryTime(input.expiresAt, now)
    if (expiresAt !== null && expiresAt <= now) failField('expires_at', 'must be in the future')
    const row = await insertKey(tx, {
      team_id: viewer.teamId,
      id: parts.id,
      name: input.name,
      secret_hash: parts.secretHash,
      last_four: parts.lastFour,
      scopes: input.scopes,
      limited: input.agentNames !== null,
      expires_at: expiresAt,
      created_by: viewer.actor.id,
      created_by_name: viewer.actor.name,
    })
    const missing = input.agentNames && (await limitKey(tx, row, input.agentNames))
    if (missing?.length) failField('agents', `must exist: ${missing.join(', ')}`)
    await insertAudit(tx, auditRow(viewer, 'key.issued', keyTarget(row), { after: { ...describedKey(row), agents: input.agentNames } }))
    return row
  })
  return { row, key }
}
