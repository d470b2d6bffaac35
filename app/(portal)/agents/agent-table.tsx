import Link from 'next/link'
import { Badge } from '@/app/_ui/badge'
import { cn } from '@/app/_ui/cn'
import { HIDDEN_ON_PHONE, Table } from '@/app/_ui/page-parts'
import { RowLink } from '@/app/_ui/row-link'
import { Countdown, Moment } from '@/app/_ui/time'
import type { presentAgent } from '@/lib/agents/present'
import { paths } from '@/lib/paths'
import { EXPIRING_SOON_MS } from '@/lib/time'
import { ExpiringBadge } from '../sessions/state-badge'

type Agent = ReturnType<typeof presentAgent>

const HEAD = (
  <tr>
    <th scope="col">Agent</th>
    <th scope="col">Status</th>
    <th scope="col" className={cn(HIDDEN_ON_PHONE, 'text-right')}>
      Memories
    </th>
    <th scope="col" className={cn(HIDDEN_ON_PHONE, 'text-right')}>
      Sessions
    </th>
    <th scope="col" className={HIDDEN_ON_PHONE}>
      Last session
    </th>
    <th scope="col" className={HIDDEN_ON_PHONE}>
      Created
    </th>
  </tr>
)

interface AgentTableProps {
  agents: Agent[]
  now: string
  mayExtend: boolean
  /** The list with the panel of an agent. */
  peekHref: (id: string) => string
}

/** The list of agents. */
export function AgentTable({ agents, now, mayExtend, peekHref }: AgentTableProps) {
  return (
    <Table label="Agents" head={HEAD}>
      {agents.map((agent) => (
        <tr key={agent.agent_id} className="hover:bg-sunken">
          <td className="max-w-40 sm:max-w-72">
            <RowLink
              id={agent.agent_id}
              href={paths.agent(agent.agent_id)}
              peekHref={peekHref(agent.agent_id)}
              className="font-medium text-accent underline-offset-4 hover:underline"
            >
              {agent.agent_id}
            </RowLink>
            <p dir="auto" className="truncate text-xs text-soft">
              {agent.description}
            </p>
          </td>
          <td>
            <AgentStatus agent={agent} now={now} mayExtend={mayExtend} />
          </td>
          <td className={cn(HIDDEN_ON_PHONE, 'text-right')}>
            <Link href={`${paths.agent(agent.agent_id)}#memories`} prefetch={false} className="underline-offset-4 hover:underline">
              {agent.memory_count}
            </Link>
          </td>
          <td className={cn(HIDDEN_ON_PHONE, 'text-right')}>
            <Link href={`${paths.sessions}?agent_id=${agent.agent_id}`} className="underline-offset-4 hover:underline">
              {agent.session_count}
            </Link>
          </td>
          <td className={HIDDEN_ON_PHONE}>
            {agent.last_session ? <Moment at={agent.last_session} relativeTo={now} /> : <span className="text-soft">Never</span>}
          </td>
          <td className={HIDDEN_ON_PHONE}>
            <Moment at={agent.created_at} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function AgentStatus({ agent: { agent_id, current_session }, now, mayExtend }: { agent: Agent; now: string; mayExtend: boolean }) {
  if (current_session === null) return <Badge>INACTIVE</Badge>
  const { expires_at: until, time_remaining_seconds } = current_session
  if (time_remaining_seconds * 1000 < EXPIRING_SOON_MS)
    return <ExpiringBadge agentName={agent_id} until={until} now={now} mayExtend={mayExtend} />
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone="good">ACTIVE</Badge>
      <span className="text-xs text-soft">
        <Countdown until={until} serverNow={now} after=" left" />
      </span>
    </span>
  )
}
