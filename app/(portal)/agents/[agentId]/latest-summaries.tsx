import { Badge } from '@/app/_ui/badge'
import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { END_WORDS } from '@/app/(portal)/sessions/state-badge'
import type { Principal } from '@/lib/auth/principal'
import { paths } from '@/lib/paths'
import { listTeamSessions } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'

const SUMMARIES_SHOWN = 3

/** The summaries of the sessions of an agent that ended last. */
export async function LatestSummaries({ principal, agentName }: { principal: Principal<'sessions:read'>; agentName: string }) {
  const { shown } = await listTeamSessions(principal, { agentName, status: 'inactive', limit: SUMMARIES_SHOWN })
  const all = (
    <Link
      href={`${paths.summaries}?agent_id=${encodeURIComponent(agentName)}`}
      className="inline-flex min-h-6 items-center underline underline-offset-4"
    >
      View all
    </Link>
  )
  return (
    <Card title="Latest summaries" action={shown.length > 0 && all}>
      {shown.length === 0 ? (
        <p className="text-soft">When a session ends, its summary appears here.</p>
      ) : (
        <ol className="grid gap-3">
          {shown.map(presentSessionRow).map((session) => (
            <li key={session.id} className="grid gap-1">
              <Link
                href={paths.session(session.id)}
                className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-4 hover:underline"
              >
                {session.duration} · {session.stored} stored · {session.retrieved} retrieved
              </Link>
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
                <Moment at={session.endedAt ?? session.expiresAt} />
                <Badge>{END_WORDS[session.endReason ?? 'expired']}</Badge>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
