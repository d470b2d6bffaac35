import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { hideable } from '@/app/_ui/column-table'
import { DownloadLink } from '@/app/_ui/download-link'
import { FilterChips } from '@/app/_ui/filter-chips'
import { LinkNotice } from '@/app/_ui/link-notice'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { withDaysIn } from '@/app/_url/days'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { PageTeam } from '@/app/(portal)/page-team'
import { type PresentedEntry, presentEntry } from '@/lib/audit/present'
import { readAudit } from '@/lib/audit/read'
import { paths } from '@/lib/paths'
import { readSavedViews } from '@/lib/saved-views/read'
import { requireCapableViewer } from '@/lib/sign-in/viewer'
import { readActorChoices } from '@/lib/teams/actor-choices'
import { readListView } from '../../list-view'
import { ViewsMenu } from '../../saved-views/views-menu'
import { AuditFilters, auditChips } from './audit-filters'
import { ENTRY_COLUMNS } from './entry-columns'
import { EntryList } from './entry-list'
import { AUDIT_SEARCH, filtersOf } from './search'

export const metadata: Metadata = { title: 'Audit log' }

const ENTRIES_SHOWN = 50

/** The audit log of the team. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireCapableViewer('audit:read')
  const search = await searchParams
  const zone = await zoneOf(search)
  const searchInZone = withDaysIn(zone, search)
  const validSearch = readSearch(AUDIT_SEARCH, searchInZone)
  const [{ page: found, isFirstInstead }, actors, views, view] = await Promise.all([
    pageOrFirst(validSearch.cursor, (cursor) => readAudit(viewer, { ...filtersOf(validSearch), limit: ENTRIES_SHOWN, cursor })),
    readActorChoices(viewer),
    readSavedViews(viewer, 'audit'),
    readListView('audit'),
  ])
  return (
    <>
      <PageTeam />
      <PageHeader
        title="Audit log"
        about="Sign-ins, exports and every change to keys, members, team settings, agents and memories: who, when and from where, with before and after values"
      >
        <ColumnChooser {...view} columns={hideable(ENTRY_COLUMNS)} />
        <ViewsMenu page="audit" url={search} views={views} />
        <DownloadLink href={hrefWith(paths.auditExport, search, { cursor: undefined })}>Export CSV</DownloadLink>
      </PageHeader>
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(AUDIT_SEARCH, searchInZone)} />
      <AuditFilters search={validSearch} zone={zone} actors={actors} />
      <div className="mb-3 empty:hidden">
        <FilterChips chips={auditChips(validSearch, search, zone, actors)} clearHref={paths.audit} />
      </div>
      <Entries entries={found.shown.map(presentEntry)} hidden={view.hidden} />
      <PageLinks
        label="Audit log"
        first={validSearch.cursor && !isFirstInstead ? hrefWith(paths.audit, search, { cursor: undefined }) : undefined}
        next={found.nextCursor ? hrefWith(paths.audit, search, { cursor: found.nextCursor }) : undefined}
      />
    </>
  )
}

function Entries({ entries, hidden }: { entries: PresentedEntry[]; hidden: string[] }) {
  if (entries.length === 0)
    return (
      <EmptyState title="No matching entries" action={<ButtonLink href={paths.audit}>Show all entries</ButtonLink>}>
        Try a longer time range, or fewer filters.
      </EmptyState>
    )
  return <EntryList entries={entries} hidden={hidden} />
}
