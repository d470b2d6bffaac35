import { Badge } from '@/app/_ui/badge'
import { Moment } from '@/app/_ui/time'
import type { PresentedKey } from '@/lib/api-keys/present'
import { KEY_LONG_UNUSED_DAYS } from '@/lib/api-keys/rules'

const daysInWords = (days: number) => (days === 1 ? '1 day' : `${days} days`)

/** The state of a key. */
export function KeyBadge({ presented: { state, idleDays } }: { presented: PresentedKey }) {
  const isIdle = idleDays >= KEY_LONG_UNUSED_DAYS
  if (state === 'revoked') return <Badge tone="bad">Revoked</Badge>
  if (state === 'expired') return <Badge tone="bad">Expired</Badge>
  if (state === 'expires soon') return <Badge tone="warn">Expires soon</Badge>
  if (state === 'never used') return <Badge tone={isIdle ? 'warn' : 'neutral'}>Never used</Badge>
  if (state === 'in overlap') return <Badge tone="accent">Rotating</Badge>
  if (isIdle) return <Badge tone="warn">Unused {daysInWords(idleDays)}</Badge>
  return <Badge tone="good">Active</Badge>
}

/** What the state of a key means, and what to do about it. */
export function KeyAdvice({ presented: { state, previous, idleDays } }: { presented: PresentedKey }) {
  if (state === 'expires soon') return <p>Create a new key before this one expires: an expiry cannot be changed.</p>
  if (state === 'in overlap' && previous)
    return (
      <p>
        The secret ending in {previous.lastFour} works until <Moment at={previous.until} />.
      </p>
    )
  if (state === 'revoked' || state === 'expired' || idleDays < KEY_LONG_UNUSED_DAYS) return null
  return (
    <p>
      {state === 'never used' ? 'Never used' : 'Not used'} for {daysInWords(idleDays)}. Revoke it if nothing needs it.
    </p>
  )
}
