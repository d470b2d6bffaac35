import type { Metadata } from 'next'
import type { Search } from '@/app/_url/search'
import { PageTeam } from '@/app/(portal)/page-team'
import { FilteredSessions } from '@/app/(portal)/sessions/filtered-sessions'
import { paths } from '@/lib/paths'
import { type AgentParams, readAgentPage } from '../read-agent-page'

export async function generateMetadata({ params }: AgentParams): Promise<Metadata> {
  return { title: `Sessions of ${(await params).agentId}` }
}

/** The sessions of every agent that has or had this name, deleted ones included. */
export default async function AgentSessionsPage({ params, searchParams }: AgentParams & { searchParams: Promise<Search> }) {
  const { agentId: agentName } = await params
  const { viewer, version } = await readAgentPage(agentName)
  const place = { path: paths.agentSessions(agentName), agentName }
  return (
    <>
      <PageTeam />
      <FilteredSessions viewer={viewer} search={await searchParams} place={place} version={version} />
    </>
  )
}
