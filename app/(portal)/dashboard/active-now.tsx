import Link from 'next/link'
import { ButtonLink } from '@/app/_ui/button'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { boundedCount } from '@/lib/bounded-count'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { StateBadge, TimeLeft } from '../sessions/state-badge'
import { AgentItem } from './agent-item'

const ALL_ACTIVE = `${paths.sessions}?status=active`

/** The active sessions, each with its remaining time. */
export function ActiveNow({ sessions, total, mayExtend }: { sessions: SessionRow[]; total: number; mayExtend: boolean }) {
  return (
    <Card title="Active now" action={sessions.length > 0 && <AllActiveLink />}>
      {sessions.length === 0 && <p className="text-soft">No active agents. Activate one to see it here.</p>}
      <ul data-rows className="divide-y divide-line">
        {sessions.map((session) => (
          <AgentItem key={session.id} agentName={session.agentName}>
            <StateBadge session={session} mayExtend={mayExtend} hasTimeLeft={false} />
            <Link href={paths.session(session.id)} className="text-accent underline-offset-4 hover:underline">
              <TimeLeft session={session} />
            </Link>
            <span className="text-soft">
              {session.stored} stored · {session.retrieved} retrieved
            </span>
            <span className="text-soft">
              since <Moment at={session.startedAt} />
            </span>
          </AgentItem>
        ))}
      </ul>
      {total > sessions.length && (
        <p className="mt-2 text-soft">
          Showing {sessions.length} of {boundedCount(total)} ·{' '}
          <Link href={ALL_ACTIVE} className="text-accent underline-offset-4 hover:underline">
            View all
          </Link>
        </p>
      )}
    </Card>
  )
}

function AllActiveLink() {
  return (
    <ButtonLink href={ALL_ACTIVE} size="small" kind="quiet">
      All active sessions
    </ButtonLink>
  )
}
