import type { KeyView } from '../../db/api-keys'
import type { ApiKey } from '../../db/schema'
import { rfc3339 } from '../time'
import { daysSince, daysUntil, keyState, presetOf } from './rules'

/** What the audit log may say of a key: nothing secret. */
export const describedKey = ({ name, scopes, limited, expires_at, last_four }: ApiKey) => ({ name, scopes, limited, expires_at, last_four })

export const keyTarget = (key: ApiKey) => ({ kind: 'api_key', id: key.id, name: key.name })

const timeOrNull = (time: Date | null) => time && rfc3339(time)

/** A key as the portal shows it: the ends of its secrets, never more of them. */
export function presentKey(key: KeyView) {
  const state = keyState(key, key.now)
  return {
    id: key.id,
    name: key.name,
    state,
    is_live: state !== 'revoked' && state !== 'expired',
    preset: presetOf(key.scopes),
    scopes: key.scopes,
    agents: key.agents,
    last_four: key.last_four,
    previous:
      state === 'in overlap' && key.previous_until ? { last_four: key.previous_last_four, until: rfc3339(key.previous_until) } : null,
    created_at: rfc3339(key.created_at),
    created_by: key.created_by_name,
    expires_at: timeOrNull(key.expires_at),
    expires_in_days: key.expires_at && daysUntil(key.expires_at, key.now),
    /** Days since the last use, or since it was issued where there was none. */
    idle_days: daysSince(key.last_used_at ?? key.created_at, key.now),
    last_used_at: timeOrNull(key.last_used_at),
    last_used_ip: key.last_used_ip,
    requests_per_minute: key.requests_per_minute,
    revoked: key.revoked_at && { at: rfc3339(key.revoked_at), by: key.revoked_by_name, reason: key.revoke_reason },
  }
}

export type PresentedKey = ReturnType<typeof presentKey>
