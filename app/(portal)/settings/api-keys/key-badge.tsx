import { Badge } from '@/app/_ui/badge'
import { Moment } from '@/app/_ui/time'
import type { PresentedKey } from '@/lib/api-keys/present'

const LONG_UNUSED_DAYS = 90

/** Says what to do about a key. */
export function KeyBadge({ presented: { state, previous, expires_in_days, idle_days } }: { presented: PresentedKey }) {
  const isIdle = idle_days > LONG_UNUSED_DAYS
  if (state === 'revoked') return <Badge tone="bad">Revoked</Badge>
  if (state === 'expired') return <Badge tone="bad">Expired</Badge>
  if (state === 'expires soon')
    return <Badge tone="warn">Expires in {expires_in_days === 1 ? '1 day' : `${expires_in_days} days`} · create a new key</Badge>
  if (state === 'never used')
    return isIdle ? <Badge tone="warn">Never used in {idle_days} days · revoke?</Badge> : <Badge>Never used</Badge>
  if (state === 'in overlap' && previous)
    return (
      <Badge tone="accent">
        Rotating until <Moment at={previous.until} />
      </Badge>
    )
  if (isIdle) return <Badge tone="warn">Not used for {idle_days} days · revoke?</Badge>
  return <Badge tone="good">Active</Badge>
}
