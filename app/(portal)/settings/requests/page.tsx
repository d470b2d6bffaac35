import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { hideable } from '@/app/_ui/column-table'
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
import { paths } from '@/lib/paths'
import { type PresentedRequest, presentRequest, presentTotals } from '@/lib/request-log/present'
import { countRequests, readRequests, readTotals } from '@/lib/request-log/read'
import { readSavedViews } from '@/lib/saved-views/read'
import { requireCapableViewer } from '@/lib/sign-in/viewer'
import { readActorChoices } from '@/lib/teams/actor-choices'
import { actorName } from '../../actor-options'
import { readListView } from '../../list-view'
import { ViewsMenu } from '../../saved-views/views-menu'
import { LogTotals } from './log-totals'
import { REQUEST_COLUMNS } from './request-columns'
import { RequestFilters, requestChips } from './request-filters'
import { RequestList } from './request-list'
import { filtersOf, isFiltered, REQUEST_SEARCH, type RequestSearch } from './search'

export const metadata: Metadata = { title: 'Requests' }

const CALLS_SHOWN = 50

/** The last calls of the API that the team made. */
export default async function RequestsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireCapableViewer('audit:read')
  const search = await searchParams
  const zone = await zoneOf(search)
  const searchInZone = withDaysIn(zone, search)
  const validSearch = readSearch(REQUEST_SEARCH, searchInZone)
  const filters = filtersOf(validSearch)
  const [{ page: found, isFirstInstead }, totals, counts, actors, views, view] = await Promise.all([
    pageOrFirst(validSearch.cursor, (cursor) => readRequests(viewer, { ...filters, limit: CALLS_SHOWN, cursor })),
    readTotals(viewer),
    countRequests(viewer, filters),
    readActorChoices(viewer),
    readSavedViews(viewer, 'requests'),
    readListView('requests'),
  ])
  const requests = found.shown.map(presentRequest)
  const keyName = actorName(actors, validSearch.key)
  const at = (page: string | undefined) => hrefWith(paths.requests, search, { cursor: page })
  return (
    <>
      <PageTeam />
      <PageHeader title="Requests" about="The last calls that programs made with your team’s keys and session tokens, newest first">
        <ColumnChooser {...view} columns={hideable(REQUEST_COLUMNS)} />
        <ViewsMenu page="requests" url={search} views={views} />
      </PageHeader>
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(REQUEST_SEARCH, searchInZone)} />
      <LogTotals totals={presentTotals(totals)} />
      <RequestFilters search={validSearch} url={search} zone={zone} counts={counts} actors={actors} />
      <div className="mb-3 empty:hidden">
        <FilterChips chips={requestChips(validSearch, search, zone, keyName)} clearHref={paths.requests} />
      </div>
      <Requests requests={requests} search={validSearch} hidden={view.hidden} areRecorded={totals.kept_days > 0} />
      <PageLinks
        label="Requests"
        first={validSearch.cursor && !isFirstInstead ? at(undefined) : undefined}
        next={found.nextCursor ? at(found.nextCursor) : undefined}
      />
    </>
  )
}

interface RequestsProps {
  requests: PresentedRequest[]
  search: RequestSearch
  /** The ids of the columns that are not shown. */
  hidden: string[]
  areRecorded: boolean
}

function Requests({ requests, search, hidden, areRecorded }: RequestsProps) {
  if (requests.length === 0 && !areRecorded) return null
  if (requests.length === 0) return isFiltered(search) ? <NothingFound requestId={search.request_id} /> : <NoRequests />
  return <RequestList requests={requests} areOpen={search.request_id !== undefined} hidden={hidden} />
}

function NothingFound({ requestId }: { requestId: string | undefined }) {
  return (
    <EmptyState title="No matching requests" action={<ButtonLink href={paths.requests}>Show all requests</ButtonLink>}>
      {requestId === undefined
        ? 'Try a longer time range, or fewer filters.'
        : 'The call may be older than your team keeps calls, or was made at a high rate, of which the log has a sample. Calls without a valid key are not recorded for a team.'}
    </EmptyState>
  )
}

function NoRequests() {
  return (
    <EmptyState title="No requests yet" action={<ButtonLink href={paths.apiKeys}>Go to API keys</ButtonLink>}>
      Load the page again to see the latest: a call of the API is stored within two seconds.
    </EmptyState>
  )
}
