import type { Metadata } from 'next'
import { DownloadLink } from '@/app/_ui/download-link'
import { Live } from '@/app/_ui/live'
import { PageHeader } from '@/app/_ui/page-parts'
import { hrefWith, type Search } from '@/app/_url/search'
import { PageTeam } from '@/app/(portal)/page-team'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { paths } from '@/lib/paths'
import { readSavedViews } from '@/lib/saved-views/read'
import { requireViewer } from '@/lib/sign-in/viewer'
import { ViewsMenu } from '../saved-views/views-menu'
import { FilteredSessions } from './filtered-sessions'

export const metadata: Metadata = { title: 'Sessions' }

/** The sessions of all agents. */
export default async function SessionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const search = await searchParams
  const [version, views] = await Promise.all([
    readChangeVersion(requireViewerScope(viewer, 'sessions:read')),
    readSavedViews(viewer, 'sessions'),
  ])
  return (
    <>
      <PageTeam />
      <PageHeader title="Sessions" about="All sessions of your team">
        <Live version={version} />
        <ViewsMenu page="sessions" url={search} views={views} />
        <DownloadLink href={hrefWith(paths.sessionsExport, search, { cursor: undefined, peek: undefined })}>Export CSV</DownloadLink>
      </PageHeader>
      <FilteredSessions viewer={viewer} search={search} place={{ path: paths.sessions }} version={version} />
    </>
  )
}
