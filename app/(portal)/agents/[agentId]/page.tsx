import type { Metadata } from 'next'
import { Card } from '@/app/_ui/page-parts'
import { PageTeam } from '@/app/(portal)/page-team'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readOpenSession } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { AgentFacts } from './agent-facts'
import { CurrentSession } from './current-session'
import { LatestMemories } from './latest-memories'
import { LatestSummaries } from './latest-summaries'
import { type AgentParams, readAgentPage } from './read-agent-page'
import { RecentDays } from './recent-days'

export async function generateMetadata({ params }: AgentParams): Promise<Metadata> {
  return { title: (await params).agentId }
}

/** So long a description is complete in the header of the page. */
const WHOLE_IN_HEADER = 120

/** One agent at a glance. */
export default async function AgentPage({ params }: AgentParams) {
  const { agentId: agentName } = await params
  const { viewer, agent, version } = await readAgentPage(agentName)
  const principal = requireViewerScope(viewer, 'sessions:read')
  const open = await readOpenSession(principal, agentName)
  const { description } = agent
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <PageTeam />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {open && <CurrentSession session={presentSessionRow(open.session)} />}
        <LatestMemories viewer={viewer} agentName={agentName} count={agent.memory_count} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <AgentFacts agent={agent} hasId={false} />
        {(description.length > WHOLE_IN_HEADER || description.includes('\n')) && (
          <Card title="Description">
            <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
              {description}
            </p>
          </Card>
        )}
        <LatestSummaries principal={principal} agentName={agentName} />
      </div>
      <div className="min-w-0 xl:col-span-2">
        <RecentDays principal={principal} agentName={agentName} version={version} />
      </div>
    </div>
  )
}
