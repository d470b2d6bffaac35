import type { Metadata } from 'next'
import type { Search } from '@/app/_url/search'
import { FilteredMemories } from '@/app/(portal)/memories/filtered-memories'
import { PageActions } from '@/app/(portal)/memories/page-actions'
import { PageTeam } from '@/app/(portal)/page-team'
import { paths } from '@/lib/paths'
import { type AgentParams, readAgentPage } from '../read-agent-page'

export async function generateMetadata({ params }: AgentParams): Promise<Metadata> {
  return { title: `Memories of ${(await params).agentId}` }
}

/** The memories of one agent: search, filters and review. */
export default async function AgentMemoriesPage({ params, searchParams }: AgentParams & { searchParams: Promise<Search> }) {
  const { agentId: agentName } = await params
  const { viewer } = await readAgentPage(agentName)
  return (
    <>
      <PageTeam />
      <FilteredMemories
        viewer={viewer}
        search={await searchParams}
        place={{ path: paths.agentMemories(agentName), agentName }}
        actions={<PageActions role={viewer.role} agentName={agentName} />}
      />
    </>
  )
}
