import type { ReactNode } from 'react'
import { Fact, Facts } from '@/app/_ui/facts'
import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { type SessionRow, summaryLine } from '@/lib/sessions/session-row'
import { agentHref } from '../agent-href'
import { END_WORDS, StateBadge, TimeLeft } from '../state-badge'
import { ExtendSession } from './extend-session'
import { LifeBar } from './life-bar'

interface SummaryCardProps {
  session: SessionRow
  mayExtend: boolean
  /** When it was extended, as far as that is known. */
  extendedAt?: readonly Date[]
  /** What can be done with the summary. */
  children?: ReactNode
}

/** The activity of a session, and how it ended. */
export function SummaryCard({ session, mayExtend, extendedAt = [], children }: SummaryCardProps) {
  return (
    <Card
      title={
        <span id="summary" className="scroll-mt-8">
          {session.state === 'active' ? 'Activity so far' : 'Summary'}
        </span>
      }
      action={
        <>
          {mayExtend && session.state === 'active' && <ExtendSession agentName={session.agentName} sessionId={session.id} />}
          <StateBadge session={session} hasTimeLeft={false} />
        </>
      }
    >
      <p className="mb-4">{summaryLine(session)}</p>
      <LifeBar session={session} extendedAt={extendedAt} />
      <Facts>
        <Fact name="Agent">
          <Link href={agentHref(session)} className="text-accent underline-offset-4 hover:underline">
            {session.agentName}
          </Link>
        </Fact>
        <Fact name="Started">
          <Moment at={session.startedAt} />
        </Fact>
        <EndFacts session={session} />
        <Fact name="Recalls made">{session.recalls}</Fact>
        <Fact name="Extensions">{session.extensions}</Fact>
        <Fact name="First use">
          <MomentOrNever at={session.firstUsedAt} />
        </Fact>
        <Fact name="Last use">
          <MomentOrNever at={session.lastUsedAt} />
        </Fact>
        <Fact name="Opened by">
          <UserText>{session.openedBy.name}</UserText> <span className="text-soft">({session.openedBy.kind})</span>
        </Fact>
      </Facts>
      {children}
    </Card>
  )
}

function EndFacts({ session }: { session: SessionRow }) {
  if (session.endReason === null)
    return (
      <Fact name="Expires">
        <Moment at={session.expiresAt} /> (<TimeLeft session={session} />)
      </Fact>
    )
  return (
    <>
      <Fact name="Ended">
        <MomentOrNever at={session.endedAt} />
      </Fact>
      <Fact name="End reason">{END_WORDS[session.endReason]}</Fact>
      {session.endedBy && (
        <Fact name="Ended by">
          <UserText>{session.endedBy.name}</UserText> <span className="text-soft">({session.endedBy.kind})</span>
        </Fact>
      )}
      {session.endNote && (
        <Fact name="Reason">
          <UserText>{session.endNote}</UserText>
        </Fact>
      )}
    </>
  )
}

const MomentOrNever = ({ at }: { at: string | null }) => (at ? <Moment at={at} /> : 'Never')
