import type { Metadata } from 'next'
import { FilterChips } from '@/app/_ui/filter-chips'
import { LinkNotice } from '@/app/_ui/link-notice'
import { ListKeys } from '@/app/_ui/list-keys'
import { Live } from '@/app/_ui/live'
import { PageLinks } from '@/app/_ui/page-links'
import { PageHeader } from '@/app/_ui/page-parts'
import { withDaysIn } from '@/app/_url/days'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { boundedCount } from '@/lib/bounded-count'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { countMemoryFacets, countToReview } from '@/lib/memory-search/facets'
import { presentFoundMemories } from '@/lib/memory-search/present'
import { searchMemories } from '@/lib/memory-search/search'
import { paths } from '@/lib/paths'
import { readSavedViews } from '@/lib/saved-views/read'
import { requireViewer } from '@/lib/sign-in/viewer'
import { readMemoryPolicy } from '@/lib/teams/memory-policy'
import { ViewsMenu } from '../saved-views/views-menu'
import { BulkForm } from './bulk-form'
import { NothingToShow } from './empty-states'
import { describeMatching } from './matching-memories'
import { MemoryFacetLinks, memoryChips } from './memory-facets'
import { MemoryFilters } from './memory-filters'
import { MemoryList } from './memory-list'
import { MemoryPeek } from './memory-peek'
import { PageActions } from './page-actions'
import { ReviewTabs } from './review-tabs'
import { filtersOf, MEMORY_PAGE_SEARCH } from './search'
import { SelectMemory } from './select-memory'

export const metadata: Metadata = { title: 'Memories' }

const MEMORIES_SHOWN = 50

/** The memories of all agents: search, filters and review. */
export default async function MemoriesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const url = await searchParams
  const zone = await zoneOf(url)
  const urlInZone = withDaysIn(zone, url)
  const { peek, cursor, ...search } = readSearch(MEMORY_PAGE_SEARCH, urlInZone)
  const principal = requireViewerScope(viewer, 'memories:read')
  const filters = filtersOf(search)
  const agent = search.agent_id.length === 1 ? search.agent_id[0] : undefined
  const version = await readChangeVersion(requireViewerScope(viewer, 'sessions:read'), { agent })
  const [{ page: found, isFirstInstead }, facets, toReview, policy, views] = await Promise.all([
    pageOrFirst(cursor, (at) => searchMemories(principal, { ...filters, explain: true, limit: MEMORIES_SHOWN, cursor: at })),
    countMemoryFacets(principal, filters),
    countToReview(principal),
    readMemoryPolicy(principal),
    readSavedViews(viewer, 'memories'),
  ])
  const { memories } = presentFoundMemories(found)
  const at = (changes: Record<string, string | undefined>) => hrefWith(paths.memories, { ...url, peek: undefined }, changes)
  const isLaterPage = cursor !== undefined && !isFirstInstead
  const mayWrite = roleHasScope(viewer.role, 'memories:write')
  const list =
    memories.length === 0 ? (
      <NothingToShow search={search} />
    ) : (
      <MemoryList
        memories={memories}
        zone={search.q === undefined ? zone : undefined}
        peekHref={(id) => at({ peek: id })}
        hasAgent={agent === undefined}
        selection={mayWrite ? (memory) => <SelectMemory memory={memory} /> : undefined}
      />
    )
  return (
    <>
      <PageHeader title="Memories" about="What the agents of your team know">
        <Live version={version} {...(agent && { agent })} />
        <ViewsMenu page="memories" url={url} views={views} />
        <PageActions role={viewer.role} agentName={agent} />
      </PageHeader>
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(MEMORY_PAGE_SEARCH, urlInZone)} />
      <ReviewTabs trust={search.trust} counts={toReview} />
      <MemoryFilters search={search} zone={zone} facets={facets} />
      <MemoryFacetLinks search={search} url={url} facets={facets} />
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-2">
        <p role="status" className="text-xs text-soft">
          {countInWords(memories.length, facets.count, isLaterPage)}
        </p>
        <FilterChips chips={memoryChips(search, url, zone, facets)} clearHref={paths.memories} />
        <ListKeys />
      </div>
      {mayWrite ? (
        <BulkForm
          matching={describeMatching(search, facets)}
          listed={memories.length}
          mayApprove={roleHasScope(viewer.role, 'memories:admin')}
          graceDays={policy.deletion_grace_days}
        >
          {list}
        </BulkForm>
      ) : (
        list
      )}
      <PageLinks
        label="Memories"
        first={isLaterPage ? at({ cursor: undefined }) : undefined}
        next={found.nextCursor ? at({ cursor: found.nextCursor }) : undefined}
      />
      {peek && <MemoryPeek viewer={viewer} id={peek} url={url} shown={memories.map(({ id }) => id)} />}
    </>
  )
}

/** `1–50 of 306`; a later page does not know its position in the list. */
function countInWords(shown: number, all: number, isLaterPage: boolean): string {
  if (isLaterPage) return `${shown} of ${boundedCount(all)} on this page`
  if (all > shown) return `1–${shown} of ${boundedCount(all)}`
  return `${shown} ${shown === 1 ? 'memory' : 'memories'}`
}
