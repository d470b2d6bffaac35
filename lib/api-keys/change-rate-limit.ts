import { lockUsableKey, updateRateLimit } from '../../db/api-keys'
import type { ApiKey } from '../../db/schema'
import { keyTarget } from '../auth/key-events'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { keyNotFound } from './errors'

interface RateLimitInput {
  id: string
  /** 0 for no limit; undefined or null for the limit of the server's settings. */
  requestsPerMinute?: number | null | undefined
}

/** Sets how many requests per minute a key may send. @throws insufficient_scope, not_found */
export async function changeRateLimit(
  viewer: CapableViewer<'keys:manage'>,
  { id, requestsPerMinute = null }: RateLimitInput,
  context: RequestContext,
): Promise<ApiKey> {
  return idempotentTransaction(viewer, context, 'change rate limit of key', { id, requestsPerMinute }, async (tx) => {
    await lockOwnMembershipFor(tx, viewer, 'keys:manage')
    const before = (await lockUsableKey(tx, viewer.teamId, id)) ?? keyNotFound()
    const after = await updateRateLimit(tx, before, requestsPerMinute)
    const change = { before: limitOf(before), after: limitOf(after) }
    await recordEvent(tx, viewer, context, { kind: 'key.rate_limit_changed', target: keyTarget(after), ...change })
    return after
  })
}

const limitOf = ({ requests_per_minute }: ApiKey) => ({ requests_per_minute })
