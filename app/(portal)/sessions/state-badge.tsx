import { Badge } from '@/app/_ui/badge'
import { Link } from '@/app/_ui/link'
import { Countdown } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'

interface StateBadgeProps {
  session: Pick<SessionRow, 'agentName' | 'state' | 'isExpiringSoon' | 'endReason' | 'endedBy' | 'expiresAt' | 'now'>
  /** The badge of a session that expires soon links to the form that extends it. */
  mayExtend?: boolean
  /** False where the remaining time stands next to the badge. */
  hasTimeLeft?: boolean
}

/** The state of a session; the remaining time of one that expires soon, and how an ended one ended. */
export function StateBadge({ session, mayExtend = false, hasTimeLeft = true }: StateBadgeProps) {
  if (session.isExpiringSoon)
    return (
      <ExpiringBadge
        agentName={session.agentName}
        until={session.expiresAt}
        now={session.now}
        mayExtend={mayExtend}
        hasTimeLeft={hasTimeLeft}
      />
    )
  if (session.state === 'active') return <Badge tone="good">Active</Badge>
  if (session.state === 'expired') return <Badge>Expired</Badge>
  return (
    <Badge>
      <span>
        {'Ended · '}
        <EndInWords {...session} />
      </span>
    </Badge>
  )
}

/** Who ended a session that a person or key ended from outside; else why it ended. */
function EndInWords({ endReason, endedBy }: Pick<SessionRow, 'endReason' | 'endedBy'>) {
  if (endReason !== 'revoked' || !endedBy) return END_WORDS[endReason ?? 'expired']
  return (
    <span title={`by ${endedBy.name}`} className="inline-block max-w-24 truncate align-bottom">
      by <UserText>{endedBy.name}</UserText>
    </span>
  )
}

interface ExpiringBadgeProps {
  agentName: string
  until: string
  now: string
  mayExtend: boolean
  hasTimeLeft?: boolean
}

/** The badge of a session that expires soon, with its remaining time: `Expiring · 12m`. */
export function ExpiringBadge({ agentName, until, now, mayExtend, hasTimeLeft = true }: ExpiringBadgeProps) {
  const badge = (
    <Badge tone="warn">
      <span>
        Expiring
        {hasTimeLeft && (
          <>
            {' · '}
            <Countdown key={until} until={until} serverNow={now} isShort />
          </>
        )}
      </span>
    </Badge>
  )
  if (!mayExtend) return badge
  return (
    <Link
      href={`${paths.agent(agentName)}#session`}
      title="Extend"
      className="inline-flex min-h-6 items-center rounded-full underline-offset-4 hover:underline"
    >
      {badge}
    </Link>
  )
}

/** Why a session ended. */
export const END_WORDS = {
  deactivated: 'deactivated',
  replaced: 'replaced',
  expired: 'expired',
  revoked: 'ended by someone',
  agent_deleted: 'agent deleted',
} as const satisfies Record<NonNullable<SessionRow['endReason']>, string>

/** The remaining time of an active session, counting down: `12m 05s left`, or with another `after`. Other sessions show nothing. */
export function TimeLeft({ session, after = ' left' }: { session: Pick<SessionRow, 'state' | 'expiresAt' | 'now'>; after?: string }) {
  if (session.state !== 'active') return null
  return <Countdown key={session.expiresAt} until={session.expiresAt} serverNow={session.now} after={after} />
}
