import Link from 'next/link'
import { Badge } from '@/app/_ui/badge'
import { RowLink } from '@/app/_ui/row-link'
import { Table } from '@/app/_ui/surface'
import { Countdown, Moment } from '@/app/_ui/time'
import type { presentAgent } from '@/lib/agents/present'
import { paths } from '@/lib/paths'
import { EXPIRING_SOON_MS } from '@/lib/time'

type Agent = ReturnType<typeof presentAgent>

const HEAD = (
  <tr>
    <th scope="col">Agent</th>
    <th scope="col">Status</th>
    <th scope="col" className="text-right">
      Memories
    </th>
    <th scope="col" className="text-right">
      Sessions
    </th>
    <th scope="col">Last session</th>
    <th scope="col">Created</th>
  </tr>
)

interface AgentTableProps {
  agents: Agent[]
  now: string
  /** The list with a quick look at an agent over it. */
  peekHref: (id: string) => string
}

export function AgentTable({ agents, now, peekHref }: AgentTableProps) {
  return (
    <Table label="Agents" head={HEAD}>
      {agents.map((agent) => (
        <tr key={agent.agent_id} className="hover:bg-sunken">
          <td className="max-w-44 sm:max-w-72">
            <RowLink
              id={agent.agent_id}
              href={paths.agent(agent.agent_id)}
              peekHref={peekHref(agent.agent_id)}
              className="font-medium text-accent underline-offset-4 hover:underline"
            >
              {agent.agent_id}
            </RowLink>
            <p className="truncate text-xs text-soft">{agent.description}</p>
          </td>
          <td>
            <AgentStatus agent={agent} now={now} />
          </td>
          <td className="text-right">{agent.memory_count}</td>
          <td className="text-right">
            <Link href={`${paths.sessions}?agent_id=${agent.agent_id}`} className="underline-offset-4 hover:underline">
              {agent.session_count}
            </Link>
          </td>
          <td>{agent.last_session ? <Moment at={agent.last_session} relative /> : <span className="text-soft">Never</span>}</td>
          <td>
            <Moment at={agent.created_at} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function AgentStatus({ agent: { current_session }, now }: { agent: Agent; now: string }) {
  if (current_session === null) return <Badge>INACTIVE</Badge>
  const isExpiringSoon = current_session.time_remaining_seconds * 1000 < EXPIRING_SOON_MS
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Badge tone={isExpiringSoon ? 'warn' : 'good'}>{isExpiringSoon ? 'ACTIVE · expiring soon' : 'ACTIVE'}</Badge>
      <span className="text-xs text-soft">
        <Countdown until={current_session.expires_at} serverNow={now} /> left
      </span>
    </span>
  )
}
