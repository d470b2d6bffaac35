import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { hideable } from '@/app/_ui/column-table'
import { Snippet } from '@/app/_ui/copy'
import { DayChart } from '@/app/_ui/day-chart'
import { unitOf } from '@/app/_ui/day-periods'
import { DownloadLink } from '@/app/_ui/download-link'
import { LinkNotice } from '@/app/_ui/link-notice'
import { Live } from '@/app/_ui/live'
import { PageLinks } from '@/app/_ui/page-links'
import { Card, EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { SortFilter } from '@/app/_ui/sort-filter'
import { withDaysIn } from '@/app/_url/days'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { PageTeam } from '@/app/(portal)/page-team'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { paths } from '@/lib/paths'
import { readSavedViews } from '@/lib/saved-views/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { listSummaries, SORTED_SUMMARIES, sumUpSummaries } from '@/lib/sessions/summaries'
import { requireViewer } from '@/lib/sign-in/viewer'
import { readActorChoices } from '@/lib/teams/actor-choices'
import { openersOf } from '../actor-options'
import { readListView } from '../list-view'
import { ViewsMenu } from '../saved-views/views-menu'
import { filtersOf, SUMMARY_SEARCH } from './search'
import { SUMMARY_COLUMNS } from './summary-columns'
import { SummaryFilters } from './summary-filters'
import { SummaryTable } from './summary-table'
import { Totals } from './totals'
import { ViewLinks } from './view-links'
import { filteredHref } from './views'

export const metadata: Metadata = { title: 'Summaries' }

const SORTS = { ended: 'Latest', duration: 'Longest', stored: 'Most stored', retrieved: 'Most retrieved', recalls: 'Most recalls' }

const SUMMARIES_SHOWN = 50

/** The summaries of ended sessions. */
export default async function SummariesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const principal = requireViewerScope(viewer, 'sessions:read')
  const search = await searchParams
  const zone = await zoneOf(search)
  const searchInZone = withDaysIn(zone, search)
  const version = await readChangeVersion(principal)
  const validSearch = readSearch(SUMMARY_SEARCH, searchInZone)
  const filters = filtersOf(validSearch)
  const { sort } = validSearch
  const [{ page, isFirstInstead }, { totals, days, range }, view, actors, views] = await Promise.all([
    pageOrFirst(validSearch.cursor, (cursor) => listSummaries(principal, { ...filters, sort, limit: SUMMARIES_SHOWN, cursor })),
    sumUpSummaries(principal, filters),
    readListView('summaries'),
    readActorChoices(viewer),
    readSavedViews(viewer, 'summaries'),
  ])
  const { shown, nextCursor } = page
  const isLaterPage = validSearch.cursor !== undefined && !isFirstInstead
  const anyTime = hrefWith(paths.summaries, search, {
    range: undefined,
    from: undefined,
    to: undefined,
    zone: undefined,
    cursor: undefined,
  })
  return (
    <>
      <PageTeam />
      <PageHeader title="Summaries" about="Results of ended sessions">
        <Live version={version} />
        <ViewsMenu page="summaries" url={search} views={views} />
        <DownloadLink href={filteredHref(paths.summariesExport, search)}>Export CSV</DownloadLink>
      </PageHeader>
      <ViewLinks current={paths.summaries} search={search} />
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(SUMMARY_SEARCH, searchInZone)} />
      <SummaryFilters
        path={paths.summaries}
        search={validSearch}
        url={search}
        zone={zone}
        actors={actors}
        openers={openersOf(shown)}
        values={{ sort }}
        defaults={{ sort: 'ended' }}
      >
        <SortFilter value={sort} words={SORTS} />
      </SummaryFilters>
      <p role="status" className="sr-only">
        {totals.sessions} {totals.sessions === 1 ? 'session' : 'sessions'} ended in this time range
      </p>
      {totals.sessions === 0 ? (
        <NothingEnded />
      ) : (
        <div className="grid grid-cols-1 gap-6">
          <Totals totals={totals} />
          {days.length > 1 && (
            <Card title={`Per ${unitOf(days)}`}>
              <DayChart days={days} sessionsTitle="Sessions ended" listHref={anyTime} range={range} />
            </Card>
          )}
          <div>
            <div className="mb-2 flex flex-wrap items-center justify-end gap-2">
              {sort !== 'ended' && totals.sessions > SORTED_SUMMARIES && (
                <p className="mr-auto text-xs text-soft">
                  Sorted among the {SORTED_SUMMARIES.toLocaleString('en')} sessions that ended last. A shorter time range covers all of it.
                </p>
              )}
              <ColumnChooser {...view} columns={hideable(SUMMARY_COLUMNS)} />
            </div>
            <SummaryTable
              sessions={shown.map(presentSessionRow)}
              sorting={{ sort, url: { path: paths.summaries, search } }}
              hidden={view.hidden}
            />
          </div>
        </div>
      )}
      <PageLinks
        label="Summaries"
        first={isLaterPage ? hrefWith(paths.summaries, search, { cursor: undefined }) : undefined}
        next={nextCursor ? hrefWith(paths.summaries, search, { cursor: nextCursor }) : undefined}
      />
    </>
  )
}

function NothingEnded() {
  return (
    <EmptyState title="No sessions ended in this time range" action={<ButtonLink href={paths.sessions}>Go to sessions</ButtonLink>}>
      <p>Try a longer time range or fewer filters. When an agent is deactivated, its summary appears here:</p>
      <Snippet text="memanto agent deactivate customer-support" label="Copy command" />
    </EmptyState>
  )
}
