import { DownloadLink } from '@/app/_ui/download-link'
import { LinkNotice } from '@/app/_ui/link-notice'
import { EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { SortFilter } from '@/app/_ui/sort-filter'
import { withDaysIn } from '@/app/_url/days'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import type { Search } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { PageTeam } from '@/app/(portal)/page-team'
import { requireViewerScope } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { AGENT_SAMPLE_SIZE, type GroupOrder, groupSummaries, MEDIAN_SAMPLE_SIZE, readSummaryTotals } from '@/lib/sessions/summaries'
import { requireViewer } from '@/lib/sign-in/viewer'
import { readActorChoices } from '@/lib/teams/actor-choices'
import { sortWords } from './group-columns'
import { GroupTable } from './group-table'
import { PercentileTable } from './percentile-table'
import { filtersOf, firstColumn, firstDirection, GROUP_SEARCH, orderOf } from './search'
import { SummaryFilters } from './summary-filters'
import { Totals } from './totals'
import { ViewLinks } from './view-links'
import { filteredHref, type GroupView, VIEWS } from './views'

const GROUPS_SHOWN = 400

const DIRECTIONS = { asc: 'Ascending', desc: 'Descending' } as const satisfies Record<GroupOrder['direction'], string>

/** The summaries of ended sessions in groups: by agent, by day or by outcome. */
export async function GroupsPage({ view, searchParams }: { view: GroupView; searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const principal = requireViewerScope(viewer, 'sessions:read')
  const search = await searchParams
  const zone = await zoneOf(search)
  const searchInZone = withDaysIn(zone, search)
  const validSearch = readSearch(GROUP_SEARCH, searchInZone)
  const filters = filtersOf(validSearch)
  const { grouping, label } = VIEWS[view]
  const order = orderOf(validSearch, grouping)
  const path = `${paths.summaries}/${view}`
  const [{ groups, count, range }, totals, actors] = await Promise.all([
    groupSummaries(principal, { ...filters, grouping, order, limit: GROUPS_SHOWN }),
    readSummaryTotals(principal, filters),
    readActorChoices(viewer),
  ])
  return (
    <>
      <PageTeam />
      <PageHeader title={`Summaries ${label.toLowerCase()}`} about="What ended sessions did, added up">
        <DownloadLink href={filteredHref(paths.summariesExport, search, { view, sort: order.by, order: order.direction })}>
          Export CSV
        </DownloadLink>
      </PageHeader>
      <ViewLinks current={path} search={search} />
      <LinkNotice isFirstInstead={false} invalid={invalidIn(GROUP_SEARCH, searchInZone)} />
      <SummaryFilters
        path={path}
        search={validSearch}
        url={search}
        zone={zone}
        actors={actors}
        values={{ sort: order.by, order: order.direction }}
        defaults={{ sort: firstColumn(grouping), order: firstDirection(order.by, grouping) }}
      >
        {/* Only where the table may consist of cards: its heads sort otherwise. Fields that are not shown keep the order. */}
        <div className="contents lg:hidden">
          <SortFilter value={order.by} words={sortWords(grouping, VIEWS[view].name, groups, order.by)} />
          <SortFilter name="order" label="Order" value={order.direction} words={DIRECTIONS} />
        </div>
      </SummaryFilters>
      {totals.sessions === 0 ? (
        <EmptyState title="No sessions ended in this time range">Try a longer time range or fewer filters.</EmptyState>
      ) : (
        <div className="grid grid-cols-1 gap-6">
          <Totals totals={totals} />
          <div>
            <div className="overflow-x-auto">
              <GroupTable view={view} groups={groups} order={order} search={search} range={range} />
            </div>
            <p role="status" className="mt-2 text-xs text-soft">
              {countInWords(groups.length, count)} {basisInWords(view, totals.sessions)}
            </p>
          </div>
          <PercentileTable totals={totals} />
        </div>
      )}
    </>
  )
}

const countInWords = (shown: number, count: number) =>
  shown < count
    ? `The first ${shown} of ${count.toLocaleString('en')} rows in this order; the file has them all.`
    : `${count} ${count === 1 ? 'row' : 'rows'}.`

/** What the numbers of a table are based on. */
function basisInWords(view: GroupView, sessions: number): string {
  const [numbers, size] = view === 'agents' ? ['All numbers', AGENT_SAMPLE_SIZE] : ['Median and 95th percentile', MEDIAN_SAMPLE_SIZE]
  const of = sessions > size ? `the latest ${size.toLocaleString('en')} of ${sessions.toLocaleString('en')} sessions` : 'all sessions'
  const hint = view === 'outcomes' ? '' : ' End reasons that did not occur have no column.'
  return `${numbers} of this table are based on ${of}.${hint}`
}
