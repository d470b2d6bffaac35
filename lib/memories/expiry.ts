import { failField } from '../errors'

/** From when on a memory is no longer recalled: a time, or hours from now. Null: it never expires. */
export interface Expiry {
  expiresAt?: Date | null | undefined
  ttlHours?: number | undefined
}

/** @throws invalid_request when both are given */
export function requireOneExpiry({ expiresAt, ttlHours }: Expiry): void {
  if (expiresAt !== undefined && ttlHours !== undefined) failField('ttl_hours', "can't be combined with expires_at")
}
