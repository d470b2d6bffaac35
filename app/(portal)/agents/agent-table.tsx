import Link from 'next/link'
import { Badge } from '@/app/_ui/badge'
import { Table } from '@/app/_ui/page-parts'
import { RowLink } from '@/app/_ui/row-link'
import { SortableHead } from '@/app/_ui/sortable-head'
import { Countdown, Moment } from '@/app/_ui/time'
import type { presentAgent } from '@/lib/agents/present'
import { paths } from '@/lib/paths'
import { EXPIRING_SOON_MS } from '@/lib/time'
import { ExpiringBadge } from '../sessions/state-badge'

type Agent = ReturnType<typeof presentAgent>

interface AgentTableProps {
  agents: Agent[]
  now: string
  mayExtend: boolean
  /** The list with the panel of an agent. */
  peekHref: (id: string) => string
  sort: string
  sortHref: (sort: string) => string
}

/** The list of agents. */
export function AgentTable({ agents, now, mayExtend, peekHref, sort, sortHref }: AgentTableProps) {
  return (
    <Table label="Agents" head={<Head sort={sort} sortHref={sortHref} />}>
      {agents.map((agent) => (
        <tr key={agent.agent_id}>
          <td className="title grow">
            <RowLink
              id={agent.agent_id}
              href={paths.agent(agent.agent_id)}
              peekHref={peekHref(agent.agent_id)}
              title={agent.agent_id}
              className="inline-block max-w-full truncate align-middle font-medium text-accent underline-offset-4 hover:underline"
            >
              {agent.agent_id}
            </RowLink>
            <p dir="auto" className="truncate text-xs text-soft">
              {agent.description}
            </p>
          </td>
          <td data-label="Status">
            <AgentStatus agent={agent} now={now} mayExtend={mayExtend} />
          </td>
          <td data-label="Memories" className="number">
            <Link href={paths.agentMemories(agent.agent_id)} prefetch={false} className={COUNT_LINK}>
              {agent.memory_count}
            </Link>
          </td>
          <td data-label="Sessions" className="number">
            <Link href={paths.agentSessions(agent.agent_id)} prefetch={false} className={COUNT_LINK}>
              {agent.session_count}
            </Link>
          </td>
          <td data-label="Last session">
            {agent.last_session ? <Moment at={agent.last_session} relativeTo={now} /> : <span className="text-soft">Never</span>}
          </td>
          <td data-label="Created">
            <Moment at={agent.created_at} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

const COUNT_LINK = 'inline-flex min-h-6 min-w-6 items-center align-middle underline-offset-4 hover:underline'

function Head({ sort, sortHref }: Pick<AgentTableProps, 'sort' | 'sortHref'>) {
  const sortedBy = (name: string) => ({ href: sortHref(name), isCurrent: sort === name })
  return (
    <tr>
      <SortableHead label="Agent" direction="ascending" {...sortedBy('name')} />
      <th scope="col">Status</th>
      <th scope="col" className="number">
        Memories
      </th>
      <th scope="col" className="number">
        Sessions
      </th>
      <SortableHead label="Last session" direction="descending" {...sortedBy('last_session')} />
      <SortableHead label="Created" direction="descending" {...sortedBy('created')} />
    </tr>
  )
}

function AgentStatus({ agent: { agent_id, current_session }, now, mayExtend }: { agent: Agent; now: string; mayExtend: boolean }) {
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
