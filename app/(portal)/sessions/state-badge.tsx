import { Badge } from '@/app/_ui/badge'
import { Countdown } from '@/app/_ui/time'
import type { SessionRow } from '@/lib/sessions/session-row'

/** The state of a session; of one that nears its end also that, of an ended one also how. */
export function StateBadge({ session }: { session: Pick<SessionRow, 'state' | 'isExpiringSoon' | 'endReason'> }) {
  if (session.isExpiringSoon) return <Badge tone="warn">ACTIVE · expiring soon</Badge>
  if (session.state === 'active') return <Badge tone="good">ACTIVE</Badge>
  return <Badge tone={session.endReason === 'revoked' ? 'bad' : 'neutral'}>INACTIVE · {END_WORDS[session.endReason ?? 'expired']}</Badge>
}

export const END_WORDS = {
  deactivated: 'deactivated',
  replaced: 'replaced',
  expired: 'expired',
  revoked: 'revoked',
  agent_deleted: 'agent deleted',
} as const satisfies Record<NonNullable<SessionRow['endReason']>, string>

/** What is left of an active session, ticking. */
export function TimeLeft({ session }: { session: Pick<SessionRow, 'state' | 'expiresAt' | 'now'> }) {
  if (session.state !== 'active') return null
  return <Countdown key={session.expiresAt} until={session.expiresAt} serverNow={session.now} />
}
