import type { KeyView } from '../../db/api-key-lists'
import type { KeyUsage } from '../../db/key-usage'
import { rfc3339 } from '../time'
import { DAY_MS, daysSince, keyState, presetOf } from './rules'

const timeOrNull = (time: Date | null) => time && rfc3339(time)

/** A key as the portal shows it, with no more of its secrets than the last four characters. */
export function presentKey(key: KeyView) {
  const state = keyState(key, key.now)
  return {
    id: key.id,
    name: key.name,
    state,
    isUsable: state !== 'revoked' && state !== 'expired',
    preset: presetOf(key.scopes),
    scopes: key.scopes,
    agents: key.agents,
    lastFour: key.last_four,
    previous:
      state === 'in overlap' && key.previous_until ? { lastFour: key.previous_last_four, until: rfc3339(key.previous_until) } : null,
    createdAt: rfc3339(key.created_at),
    createdBy: key.created_by_name,
    expiresAt: timeOrNull(key.expires_at),
    /** Days since the last use; since it was issued if it was never used. */
    idleDays: daysSince(key.last_used_at ?? key.created_at, key.now),
    lastUsedAt: timeOrNull(key.last_used_at),
    lastUsedIp: key.last_used_ip,
    requestsPerMinute: key.requests_per_minute,
    memoryTrust: key.memory_trust,
    allowedNetworks: key.allowed_networks ?? [],
    now: rfc3339(key.now),
    revoked: key.revoked_at && { at: rfc3339(key.revoked_at), by: key.revoked_by_name, reason: key.revoke_reason },
  }
}

export type PresentedKey = ReturnType<typeof presentKey>

const DAYS_SHOWN = 30

/** The usage of a key as the portal shows it: with a number for each of the last 30 days, also those without a call. */
export function presentUsage({ calls, errors, sessions, days, addresses, today }: KeyUsage) {
  const byDay = new Map(days.map((day) => [day.day, day]))
  const last = new Date(today).getTime()
  const eachDay = Array.from({ length: DAYS_SHOWN }, (_, at) => new Date(last - (DAYS_SHOWN - 1 - at) * DAY_MS).toISOString().slice(0, 10))
  return {
    calls,
    errors,
    sessions,
    days: eachDay.map((day) => byDay.get(day) ?? { day, calls: 0, errors: 0 }),
    addresses: addresses.map(({ address, calls, last_at }) => ({ address, calls, lastAt: rfc3339(new Date(last_at)) })),
  }
}

export type PresentedUsage = ReturnType<typeof presentUsage>
