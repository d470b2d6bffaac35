import type { Column } from '@/app/_ui/column-table'
import { Link } from '@/app/_ui/link'
import { RowLink } from '@/app/_ui/row-link'
import { Moment } from '@/app/_ui/time'
import { type ListUrl, peekHref } from '@/app/_url/search'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { StateBadge, TimeLeft } from './state-badge'

export interface SessionCellProps {
  mayExtend: boolean
  /** False on the page of one agent. */
  hasAgentColumn?: boolean
  /** The list only has active sessions: how long they have left is shown, and they are sorted by it. */
  areActive?: boolean
  /** The URL of the list that shows a session in a panel. */
  url?: ListUrl | undefined
}

/** The columns of a list of sessions. */
export function sessionColumns({ mayExtend, hasAgentColumn = true, areActive = false, url }: SessionCellProps): Column<SessionRow>[] {
  return [
    ...(hasAgentColumn ? [AGENT] : []),
    {
      id: 'state',
      label: 'State',
      cell: (session) => <StateBadge session={session} mayExtend={mayExtend} hasTimeLeft={!areActive} />,
    },
    {
      id: 'started',
      label: 'Started',
      isFixed: true,
      orders: [
        {
          sorts: [
            { sort: 'newest', direction: 'descending' },
            { sort: 'oldest', direction: 'ascending' },
          ],
        },
      ],
      cell: (session) => <SessionLink session={session} url={url} />,
    },
    areActive ? TIME_LEFT : DURATION,
    { id: 'stored', label: 'Stored', className: 'number', cell: ({ stored }) => stored },
    { id: 'retrieved', label: 'Retrieved', className: 'number', cell: ({ retrieved }) => retrieved },
  ]
}

const AGENT: Column<SessionRow> = {
  id: 'agent',
  label: 'Agent',
  isTitle: true,
  isFixed: true,
  className: 'grow',
  cell: ({ agentName }) => (
    <Link
      href={paths.sessionsOfAgent(agentName)}
      title={agentName}
      className="inline-block max-w-full truncate align-middle font-medium underline-offset-4 hover:underline"
    >
      {agentName}
    </Link>
  ),
}

const DURATION: Column<SessionRow> = {
  id: 'duration',
  label: 'Duration',
  className: 'whitespace-nowrap',
  cell: (session) => (hasOwnTimeLeft(session) ? <TimeLeft session={session} /> : session.duration),
}

const TIME_LEFT: Column<SessionRow> = {
  ...DURATION,
  label: 'Time left',
  orders: [{ sorts: [{ sort: 'expires', direction: 'ascending' }] }],
  cell: (session) => <TimeLeft session={session} />,
}

/** The badge of a session that expires soon has its remaining time already. */
const hasOwnTimeLeft = ({ state, isExpiringSoon }: SessionRow) => state === 'active' && !isExpiringSoon

/** The link of a row: when its session started, in a card how long ago. Its name contains the id of the session. */
function SessionLink({ session, url }: { session: SessionRow; url: ListUrl | undefined }) {
  return (
    <RowLink
      id={session.id}
      href={paths.session(session.id)}
      peekHref={url && peekHref(url, session.id)}
      title={session.id}
      className="inline-flex min-h-6 items-center align-middle text-accent underline-offset-4 hover:underline"
    >
      <span className="in-row">
        <Moment at={session.startedAt} />
      </span>
      <span className="in-card">
        <Moment at={session.startedAt} relativeTo={session.now} />
      </span>
      <span className="sr-only"> {session.id}</span>
    </RowLink>
  )
}
