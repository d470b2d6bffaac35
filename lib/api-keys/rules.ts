import { KEY_EXPIRES_SOON_DAYS, KEY_LONG_UNUSED_DAYS } from '../../db/constants'
import type { Role } from '../../db/schema'
import { roleHasScope, SCOPE_PRESETS, type Scope } from '../auth/permissions'

export { KEY_SORTS, type KeySort } from '../../db/constants'

/** How long the old secret of a rotated key keeps working, in minutes. */
export const OVERLAP_MINUTES = { none: 0, '15 min': 15, '1 h': 60, '24 h': 1440, '7 d': 10_080 } as const

export type Overlap = keyof typeof OVERLAP_MINUTES

export interface KeyTimes {
  expires_at: Date | null
  revoked_at: Date | null
  previous_until: Date | null
  last_used_at: Date | null
}

type KeyState = 'active' | 'in overlap' | 'expires soon' | 'never used' | 'expired' | 'revoked'

export const DAY_MS = 86_400_000
const SOON_MS = KEY_EXPIRES_SOON_DAYS * DAY_MS

/** The state of a key; of several, the one that most urgently needs attention. */
export function keyState(key: KeyTimes, now: Date): KeyState {
  if (key.revoked_at !== null) return 'revoked'
  if (key.expires_at !== null && key.expires_at <= now) return 'expired'
  if (key.previous_until !== null && key.previous_until > now) return 'in overlap'
  if (key.expires_at !== null && key.expires_at.getTime() - now.getTime() < SOON_MS) return 'expires soon'
  return key.last_used_at === null ? 'never used' : 'active'
}

/** When a key expires: at a time, after a number of days, or never (null). */
export type Expiry = Date | { days: number } | null

/** The time at which an expiry falls; null for never. */
export function expiryTime(expiry: Expiry, now: Date): Date | null {
  if (expiry === null || expiry instanceof Date) return expiry
  return new Date(now.getTime() + expiry.days * DAY_MS)
}

/** True for an expiry that is more than a number of days away; null stands for never. */
export const outlives = (expiresAt: Date | null, maxDays: number, now: Date) =>
  expiresAt === null || expiresAt.getTime() > now.getTime() + maxDays * DAY_MS

export { KEY_EXPIRES_SOON_DAYS, KEY_LONG_UNUSED_DAYS }

/** Days since a time, rounded down. */
export const daysSince = (time: Date, now: Date) => Math.floor((now.getTime() - time.getTime()) / DAY_MS)

/** The name of the preset with exactly these scopes, in any order. */
export function presetOf(scopes: readonly string[]): string | undefined {
  const isSame = (preset: readonly string[]) => preset.length === scopes.length && preset.every((scope) => scopes.includes(scope))
  return Object.entries(SCOPE_PRESETS).find(([, preset]) => isSame(preset))?.[0]
}

/** The scopes that a person with this role may not grant to a key. */
export function scopesAbove(role: Role, scopes: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => !roleHasScope(role, scope))
}
