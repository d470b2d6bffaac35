import { Badge } from '@/app/_ui/badge'
import type { Column } from '@/app/_ui/column-table'
import { Link } from '@/app/_ui/link'
import { RowLink } from '@/app/_ui/row-link'
import { Countdown, Moment } from '@/app/_ui/time'
import { type ListUrl, peekHref } from '@/app/_url/search'
import type { presentAgent } from '@/lib/agents/present'
import { paths } from '@/lib/paths'
import { EXPIRING_SOON_MS } from '@/lib/time'
import { ExpiringBadge } from '../sessions/state-badge'

/** What the list shows of an agent: the browser gets no more. */
export const agentRow = ({
  agent_id,
  description,
  current_session,
  memory_count,
  session_count,
  last_session,
  created_at,
}: ReturnType<typeof presentAgent>) => ({ agent_id, description, current_session, memory_count, session_count, last_session, created_at })

export type Agent = ReturnType<typeof agentRow>

interface AgentCellProps {
  now: string
  mayExtend: boolean
  /** The URL of the list that shows an agent in a panel. */
  url: ListUrl
}

const COUNT_LINK = 'inline-flex min-h-6 min-w-6 items-center align-middle underline-offset-4 hover:underline'

/** The columns of the list of agents. */
export function agentColumns({ now, mayExtend, url }: AgentCellProps): Column<Agent>[] {
  return [
    {
      id: 'agent',
      label: 'Agent',
      isTitle: true,
      isFixed: true,
      className: 'grow',
      orders: [{ sorts: [{ sort: 'name', direction: 'ascending' }] }],
      cell: (agent) => <AgentName agent={agent} url={url} />,
    },
    { id: 'status', label: 'Status', cell: (agent) => <AgentStatus agent={agent} now={now} mayExtend={mayExtend} /> },
    { id: 'memories', label: 'Memories', className: 'number', cell: (agent) => <MemoryCount agent={agent} /> },
    { id: 'sessions', label: 'Sessions', className: 'number', cell: (agent) => <SessionCount agent={agent} /> },
    {
      id: 'last_session',
      label: 'Last session',
      orders: [{ sorts: [{ sort: 'last_session', direction: 'descending' }] }],
      cell: ({ last_session: at }) => (at ? <Moment at={at} relativeTo={now} /> : <span className="text-soft">Never</span>),
    },
    {
      id: 'created',
      label: 'Created',
      orders: [{ sorts: [{ sort: 'created', direction: 'descending' }] }],
      cell: ({ created_at }) => <Moment at={created_at} />,
    },
  ]
}

function AgentName({ agent: { agent_id, description }, url }: { agent: Agent; url: ListUrl }) {
  return (
    <>
      <RowLink
        id={agent_id}
        href={paths.agent(agent_id)}
        peekHref={peekHref(url, agent_id)}
        title={agent_id}
        className="inline-block max-w-full truncate align-middle font-medium text-accent underline-offset-4 hover:underline"
      >
        {agent_id}
      </RowLink>
      <p dir="auto" className="detail truncate text-xs text-soft">
        {description}
      </p>
    </>
  )
}

const MemoryCount = ({ agent: { agent_id, memory_count } }: { agent: Agent }) => (
  <Link href={paths.agentMemories(agent_id)} className={COUNT_LINK}>
    {memory_count}
  </Link>
)

const SessionCount = ({ agent: { agent_id, session_count } }: { agent: Agent }) => (
  <Link href={paths.agentSessions(agent_id)} className={COUNT_LINK}>
    {session_count}
  </Link>
)

function AgentStatus({ agent: { agent_id, current_session }, now, mayExtend }: { agent: Agent } & Omit<AgentCellProps, 'url'>) {
  if (current_session === null) return <Badge>Inactive</Badge>
  const { expires_at: until, time_remaining_seconds } = current_session
  if (time_remaining_seconds * 1000 < EXPIRING_SOON_MS)
    return <ExpiringBadge agentName={agent_id} until={until} now={now} mayExtend={mayExtend} />
  return (
    <span className="inline-flex items-center gap-2">
      <Badge tone="good">Active</Badge>
      <span className="text-xs text-soft">
        <Countdown until={until} serverNow={now} after=" left" />
      </span>
    </span>
  )
}
