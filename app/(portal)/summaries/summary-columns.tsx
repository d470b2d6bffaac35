import { Badge } from '@/app/_ui/badge'
import type { Column } from '@/app/_ui/column-table'
import { Link } from '@/app/_ui/link'
import { RowLink } from '@/app/_ui/row-link'
import { Moment } from '@/app/_ui/time'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { agentHref } from '../sessions/agent-href'
import { END_WORDS } from '../sessions/state-badge'

/** The columns of the summaries. The head of the first sorts by each part of its line. */
export const SUMMARY_COLUMNS: Column<SessionRow>[] = [
  {
    id: 'summary',
    label: 'Summary',
    isTitle: true,
    isFixed: true,
    className: 'sm:whitespace-nowrap',
    orders: [
      { label: 'Duration', sorts: [{ sort: 'duration', direction: 'descending' }] },
      { label: 'Stored', sorts: [{ sort: 'stored', direction: 'descending' }] },
      { label: 'Retrieved', sorts: [{ sort: 'retrieved', direction: 'descending' }] },
    ],
    cell: ({ id, duration, stored, retrieved }) => (
      <RowLink id={id} href={paths.session(id)} peekHref={undefined} className="font-medium text-accent underline-offset-4 hover:underline">
        {duration} · {stored} stored · {retrieved} retrieved
      </RowLink>
    ),
  },
  { id: 'agent', label: 'Agent', className: 'grow', cell: (session) => <AgentLink session={session} /> },
  {
    id: 'recalls',
    label: 'Recalls',
    className: 'number roomy',
    orders: [{ sorts: [{ sort: 'recalls', direction: 'descending' }] }],
    cell: ({ recalls }) => recalls,
  },
  {
    id: 'ended',
    label: 'Ended',
    orders: [{ sorts: [{ sort: 'ended', direction: 'descending' }] }],
    cell: ({ endedAt, expiresAt }) => <Moment at={endedAt ?? expiresAt} />,
  },
  { id: 'end_reason', label: 'End reason', cell: ({ endReason }) => <Badge>{END_WORDS[endReason ?? 'expired']}</Badge> },
  { id: 'ended_by', label: 'Ended by', cell: ({ endedBy }) => <EndedBy name={endedBy?.name} /> },
]

const AgentLink = ({ session }: { session: SessionRow }) => (
  <Link href={agentHref(session)} title={session.agentName} className="block truncate underline-offset-4 hover:underline">
    {session.agentName}
  </Link>
)

const EndedBy = ({ name }: { name: string | undefined }) => (
  <span dir="auto" className="name">
    {name ?? '–'}
  </span>
)
