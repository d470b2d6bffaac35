import type { Role } from '../../db/schema'
import { roleMay, type Scope } from '../auth/permissions'

/** How long a rotated-out secret may go on working, in minutes. */
export const OVERLAP_MINUTES = { none: 0, '15 min': 15, '1 h': 60, '24 h': 1440, '7 d': 10_080 } as const

export type Overlap = keyof typeof OVERLAP_MINUTES

interface KeyFacts {
  expires_at: Date | null
  revoked_at: Date | null
  previous_until: Date | null
  last_used_at: Date | null
}

type KeyState = 'active' | 'in overlap' | 'expires soon' | 'never used' | 'expired' | 'revoked'

const SOON_MS = 7 * 86_400_000

/** What a key's badge says: the state that asks most urgently for something. */
export function keyState(key: KeyFacts, now: Date): KeyState {
  if (key.revoked_at !== null) return 'revoked'
  if (key.expires_at !== null && key.expires_at <= now) return 'expired'
  if (key.previous_until !== null && key.previous_until > now) return 'in overlap'
  if (key.expires_at !== null && key.expires_at.getTime() - now.getTime() < SOON_MS) return 'expires soon'
  return key.last_used_at === null ? 'never used' : 'active'
}

/** The scopes that a person of this role may not put into a key. */
export function scopesAbove(role: Role, scopes: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => !roleMay(role, scope))
}
