import { clsx } from 'clsx'
import { counted } from '@/app/_ui/counted'
import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { type AgentMeasure, MOST_SESSIONS, type TopAgent } from '@/lib/dashboard/read'
import { paths } from '@/lib/paths'

interface TopAgentsProps {
  agents: TopAgent[]
  by: AgentMeasure
  /** The team had more sessions than are counted. */
  isOfLatest: boolean
  /** The dashboard with the agents by another measure. */
  hrefBy: (by: AgentMeasure) => string
}

const MEASURES: Record<AgentMeasure, { label: string; one: string; when: string; listHref: (name: string) => string }> = {
  stored: { label: 'Memories', one: 'memory', when: 'store memories', listHref: paths.agentMemories },
  recalls: { label: 'Recalls', one: 'recall', when: 'recall memories', listHref: (name) => `${paths.sessionsOfAgent(name)}&range=30d` },
  sessions: { label: 'Sessions', one: 'session', when: 'have sessions', listHref: (name) => `${paths.sessionsOfAgent(name)}&range=30d` },
}

/** The agents that did most in the last 30 days, by one of several measures. */
export function TopAgents({ agents, by, isOfLatest, hrefBy }: TopAgentsProps) {
  const highest = Math.max(1, ...agents.map((agent) => agent[by]))
  return (
    <Card title="Top agents" action={<MeasureLinks by={by} hrefBy={hrefBy} />}>
      {agents.length === 0 ? (
        <p className="text-soft">Nothing in the last 30 days. Agents appear here when they {MEASURES[by].when}.</p>
      ) : (
        <ol data-rows className="grid gap-1">
          {agents.map((agent) => (
            <li key={agent.name} className="relative flex min-h-8 items-center gap-4 px-2">
              <span
                aria-hidden="true"
                className="absolute inset-y-0.5 left-0 rounded-md bg-accent-wash"
                style={{ width: `calc((100% - 4rem) * ${agent[by] / highest})` }}
              />
              <Link
                href={paths.agent(agent.name)}
                title={agent.name}
                className="relative min-w-0 truncate py-0.5 underline-offset-4 hover:underline"
              >
                {agent.name}
              </Link>
              <Link
                href={MEASURES[by].listHref(agent.name)}
                aria-label={`${counted(agent[by], MEASURES[by].one, MEASURES[by].label.toLowerCase())} of ${agent.name}`}
                className="relative ml-auto py-0.5 font-medium tabular-nums underline-offset-4 hover:underline"
              >
                {agent[by].toLocaleString('en')}
              </Link>
            </li>
          ))}
        </ol>
      )}
      {isOfLatest && <p className="mt-3 text-xs text-soft">In the latest {MOST_SESSIONS.toLocaleString('en')} sessions.</p>}
    </Card>
  )
}

function MeasureLinks({ by, hrefBy }: Pick<TopAgentsProps, 'by' | 'hrefBy'>) {
  return (
    <nav aria-label="Compare agents" className="flex gap-0.5 rounded-md bg-sunken p-0.5 text-xs">
      {(Object.keys(MEASURES) as AgentMeasure[]).map((measure) => (
        <Link
          key={measure}
          href={hrefBy(measure)}
          scroll={false}
          aria-label={`Top agents by ${MEASURES[measure].label.toLowerCase()}`}
          aria-current={measure === by ? 'true' : undefined}
          className={clsx(
            'inline-flex min-h-6 items-center rounded-sm px-2',
            measure === by ? 'bg-surface font-medium shadow-control' : 'text-soft hover:text-ink',
          )}
        >
          {MEASURES[measure].label}
        </Link>
      ))}
    </nav>
  )
}
