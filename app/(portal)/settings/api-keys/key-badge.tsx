import { Badge } from '@/app/_ui/badge'
import { Moment } from '@/app/_ui/time'
import type { PresentedKey } from '@/lib/api-keys/present'

const LONG_UNUSED_DAYS = 90

/** The state of a key, and what to do about it. */
export function KeyBadge({ presented: { state, previous, expiresInDays, idleDays } }: { presented: PresentedKey }) {
  const isIdle = idleDays > LONG_UNUSED_DAYS
  if (state === 'revoked') return <Badge tone="bad">Revoked</Badge>
  if (state === 'expired') return <Badge tone="bad">Expired</Badge>
  if (state === 'expires soon')
    return <Badge tone="warn">Expires in {expiresInDays === 1 ? '1 day' : `${expiresInDays} days`} · create a new key</Badge>
  if (state === 'never used') return isIdle ? <Badge tone="warn">Never used in {idleDays} days · revoke?</Badge> : <Badge>Never used</Badge>
  if (state === 'in overlap' && previous)
    return (
      <Badge tone="accent">
        Rotating until <Moment at={previous.until} />
      </Badge>
    )
  if (isIdle) return <Badge tone="warn">Not used for {idleDays} days · revoke?</Badge>
  return <Badge tone="good">Active</Badge>
}
