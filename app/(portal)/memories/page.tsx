import type { Metadata } from 'next'
import { Live } from '@/app/_ui/live'
import { PageHeader } from '@/app/_ui/page-parts'
import { readSearch } from '@/app/_url/read-search'
import type { Search } from '@/app/_url/search'
import { PageTeam } from '@/app/(portal)/page-team'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { paths } from '@/lib/paths'
import { readSavedViews } from '@/lib/saved-views/read'
import { requireViewer } from '@/lib/sign-in/viewer'
import { ViewsMenu } from '../saved-views/views-menu'
import { FilteredMemories } from './filtered-memories'
import { PageActions } from './page-actions'
import { MEMORY_PAGE_SEARCH } from './search'

export const metadata: Metadata = { title: 'Memories' }

/** The memories of all agents: search, filters and review. */
export default async function MemoriesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const url = await searchParams
  const { agent_id } = readSearch(MEMORY_PAGE_SEARCH, url)
  const agent = agent_id.length === 1 ? agent_id[0] : undefined
  const [version, views] = await Promise.all([
    readChangeVersion(requireViewerScope(viewer, 'sessions:read'), { agent, withAudit: true }),
    readSavedViews(viewer, 'memories'),
  ])
  return (
    <>
      <PageTeam />
      <PageHeader title="Memories" about="What the agents of your team know">
        <Live version={version} {...(agent && { agent })} withAudit />
        <ViewsMenu page="memories" url={url} views={views} size="small" />
        <PageActions role={viewer.role} agentName={agent} />
      </PageHeader>
      <FilteredMemories viewer={viewer} search={url} place={{ path: paths.memories }} />
    </>
  )
}
