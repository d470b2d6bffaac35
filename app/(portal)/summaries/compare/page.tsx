import type { Metadata } from 'next'
import { DownloadLink } from '@/app/_ui/download-link'
import { LinkNotice } from '@/app/_ui/link-notice'
import { EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { invalidIn } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { PageTeam } from '@/app/(portal)/page-team'
import { requireViewerScope } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { compareSummaries } from '@/lib/sessions/compare-summaries'
import { MEDIAN_SAMPLE_SIZE } from '@/lib/sessions/summaries'
import { requireViewer } from '@/lib/sign-in/viewer'
import { readActorChoices } from '@/lib/teams/actor-choices'
import { readComparison } from '../compared'
import { COMPARISON_SEARCH } from '../search'
import { SummaryFilters } from '../summary-filters'
import { ViewLinks } from '../view-links'
import { ComparisonTable } from './comparison-table'
import { OtherFields, otherValues } from './other-fields'

export const metadata: Metadata = { title: 'Compare summaries' }

/** Two agents or two periods, compared by the summaries of their sessions. */
export default async function ComparisonPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const principal = requireViewerScope(viewer, 'sessions:read')
  const search = await searchParams
  const { zone, searchInZone, validSearch, filters, other } = await readComparison(search)
  const [sides, actors] = await Promise.all([compareSummaries(principal, filters, other), readActorChoices(viewer)])
  const isSampled = sides.some(({ totals }) => totals.sessions > MEDIAN_SAMPLE_SIZE)
  return (
    <>
      <PageTeam />
      <PageHeader title="Compare summaries" about="Two agents or two periods next to each other">
        <DownloadLink href={hrefWith(paths.summariesExport, search, { view: 'compare' })}>Export CSV</DownloadLink>
      </PageHeader>
      <ViewLinks current={paths.summaryComparison} search={search} />
      <LinkNotice isFirstInstead={false} invalid={invalidIn(COMPARISON_SEARCH, searchInZone)} />
      <SummaryFilters
        path={paths.summaryComparison}
        search={validSearch}
        url={search}
        zone={zone}
        actors={actors}
        values={otherValues(validSearch, zone)}
      >
        <OtherFields search={validSearch} zone={zone} />
      </SummaryFilters>
      {sides.every(({ totals }) => totals.sessions === 0) ? (
        <EmptyState title="No sessions ended on either side">Try a longer time range or fewer filters.</EmptyState>
      ) : (
        <>
          <ComparisonTable sides={sides} common={{ end_reason: validSearch.end_reason, opened_by: validSearch.opened_by }} />
          <p className="mt-2 text-xs text-soft">
            The difference says how far the first is above (+) or below (−) the second.{' '}
            {isSampled &&
              `Medians and percentiles are based on the latest ${MEDIAN_SAMPLE_SIZE.toLocaleString('en')} sessions of each side.`}
          </p>
        </>
      )}
    </>
  )
}
