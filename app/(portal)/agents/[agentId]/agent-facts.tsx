import { CopyButton } from '@/app/_ui/copy'
import { counted } from '@/app/_ui/counted'
import { Fact, Facts } from '@/app/_ui/facts'
import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import type { presentAgent } from '@/lib/agents/present'
import { paths } from '@/lib/paths'

const LINK_STYLE = 'text-accent underline-offset-4 hover:underline'

interface AgentFactsProps {
  agent: ReturnType<typeof presentAgent>
  /** False on the page of the agent, whose header has it. */
  hasId?: boolean
}

/** The id, kind, counts and times of an agent. */
export function AgentFacts({ agent, hasId = true }: AgentFactsProps) {
  return (
    <Card>
      <Facts className="grid-cols-2">
        {hasId && (
          <Fact name="Agent id">
            <span className="font-mono text-xs break-all">{agent.agent_id}</span> <CopyButton text={agent.agent_id} label="Copy agent id" />
          </Fact>
        )}
        <Fact name="Kind">{agent.pattern}</Fact>
        <Fact name="Memories">
          <Link
            href={paths.agentMemories(agent.agent_id)}
            aria-label={counted(agent.memory_count, 'memory', 'memories')}
            className={LINK_STYLE}
          >
            {agent.memory_count}
          </Link>
        </Fact>
        <Fact name="Sessions">
          <Link
            href={paths.agentSessions(agent.agent_id)}
            aria-label={counted(agent.session_count, 'session', 'sessions')}
            className={LINK_STYLE}
          >
            {agent.session_count}
          </Link>
        </Fact>
        <Fact name="Created">
          <Moment at={agent.created_at} />
        </Fact>
        <Fact name="Last session">{agent.last_session ? <Moment at={agent.last_session} /> : 'Never'}</Fact>
      </Facts>
    </Card>
  )
}
