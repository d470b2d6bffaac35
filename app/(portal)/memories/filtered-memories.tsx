import type { ReactNode } from 'react'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { FilterChips } from '@/app/_ui/filter-chips'
import { LinkNotice } from '@/app/_ui/link-notice'
import { ListKeys } from '@/app/_ui/list-keys'
import { NothingOnPage } from '@/app/_ui/nothing-on-page'
import { PageLinks } from '@/app/_ui/page-links'
import { withDaysIn } from '@/app/_url/days'
import { type ListPlace, searchAt, urlAt } from '@/app/_url/list-place'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { boundedCount, COUNTED_UP_TO } from '@/lib/bounded-count'
import { countMemoryFacets, countToReview, type MemoryFacets } from '@/lib/memory-search/facets'
import { presentFoundMemories } from '@/lib/memory-search/present'
import { rankOnce } from '@/lib/memory-search/rank'
import { searchMemories } from '@/lib/memory-search/search'
import { readActorChoices } from '@/lib/teams/actor-choices'
import { readMemoryPolicy } from '@/lib/teams/memory-policy'
import { readListView } from '../list-view'
import { BulkForm } from './bulk-form'
import { NothingToShow } from './empty-states'
import { excerptOf } from './excerpt'
import { describeMatching } from './matching-memories'
import { MemoryFacetLinks, memoryChips } from './memory-facets'
import { MemoryFilters } from './memory-filters'
import { MemoryList } from './memory-list'
import { MemoryMenu } from './memory-menu'
import { MemoryPeek } from './memory-peek'
import { memoryParts } from './memory-row'
import { ReviewTabs } from './review-tabs'
import { MemoryRowForms } from './row-forms'
import { filtersOf, MEMORY_PAGE_SEARCH } from './search'
import { SelectMemory } from './select-memory'

const MEMORIES_SHOWN = 50

interface FilteredMemoriesProps {
  viewer: Viewer
  /** The query of the page's URL. */
  search: Search
  place: ListPlace
  /** Stands at the right of the number of memories. */
  actions?: ReactNode
}

/** The list of memories with its search, its filters, its pages, its panel, and a form that changes several at once. */
export async function FilteredMemories({ viewer, search: wholeUrl, place, actions }: FilteredMemoriesProps) {
  const url = urlAt(place, wholeUrl)
  const zone = await zoneOf(url)
  const urlInZone = withDaysIn(zone, searchAt(place, url))
  const { peek, cursor, ...search } = readSearch(MEMORY_PAGE_SEARCH, urlInZone)
  const principal = requireViewerScope(viewer, 'memories:read')
  const filters = { ...filtersOf(search), rank: rankOnce() }
  const [{ page: found, isFirstInstead }, facets, toReview, policy, view] = await Promise.all([
    pageOrFirst(cursor, (at) => searchMemories(principal, { ...filters, explain: true, limit: MEMORIES_SHOWN, cursor: at })),
    countMemoryFacets(principal, filters),
    countToReview(principal, place.agentName),
    readMemoryPolicy(principal),
    readListView('memories'),
  ])
  const actors = facets.incomplete.has('author') ? await readActorChoices(viewer) : undefined
  const { memories } = presentFoundMemories(found)
  const at = (changes: Record<string, string | undefined>) => hrefWith(place.path, { ...url, peek: undefined }, changes)
  const isLaterPage = cursor !== undefined && !isFirstInstead
  const rights = roleHasScope(viewer.role, 'memories:write')
    ? { mayApprove: roleHasScope(viewer.role, 'memories:admin'), graceDays: policy.deletion_grace_days }
    : undefined
  const hasAgent = search.agent_id.length !== 1
  const list =
    memories.length === 0 ? (
      isLaterPage ? (
        <NothingOnPage firstHref={at({ cursor: undefined })} />
      ) : (
        <NothingToShow search={search} place={place} />
      )
    ) : (
      <MemoryList
        memories={memories}
        zone={search.q === undefined ? zone : undefined}
        peekHref={(id) => at({ peek: id })}
        hasAgent={hasAgent}
        hidden={view.hidden}
        selection={rights && ((memory) => <SelectMemory memory={memory} />)}
        menu={({ id, agent_id, version, title, content, status, trust }) => (
          <MemoryMenu memory={{ id, agent_id, version, status, trust }} name={excerptOf({ title, content })} rights={rights} />
        )}
      />
    )
  return (
    <>
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(MEMORY_PAGE_SEARCH, urlInZone)} />
      <ReviewTabs place={place} trust={search.trust} counts={toReview} />
      <div className="group/filters">
        <MemoryFilters search={search} zone={zone} facets={facets} actors={actors} place={place} />
        <MemoryFacetLinks search={search} url={url} facets={facets} path={place.path} />
      </div>
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-2">
        <p role="status" className="text-xs text-soft">
          {countInWords(memories.length, facets, isLaterPage)}
        </p>
        <FilterChips chips={memoryChips({ search, url, zone, facets, place })} clearHref={place.path} />
        <ListKeys />
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {memories.length > 0 && (
            <ColumnChooser {...view} columns={memoryParts({ agent: !hasAgent, score: search.q === undefined })} label="Details" />
          )}
          {actions}
        </div>
      </div>
      {rights ? (
        <>
          <MemoryRowForms {...rights} />
          <BulkForm matching={describeMatching(search, facets)} listed={memories.length} {...rights}>
            {list}
          </BulkForm>
        </>
      ) : (
        list
      )}
      <PageLinks
        label="Memories"
        first={isLaterPage ? at({ cursor: undefined }) : undefined}
        next={found.nextCursor ? at({ cursor: found.nextCursor }) : undefined}
      />
      {peek && <MemoryPeek viewer={viewer} id={peek} url={url} path={place.path} shown={memories.map(({ id }) => id)} />}
    </>
  )
}

/** `1–50 of 306`; a later page does not know its position in the list. */
function countInWords(shown: number, { count, isComplete }: MemoryFacets, isLaterPage: boolean): string {
  // A count that reached its limit says so itself.
  const mayBeMore = !isComplete && count < COUNTED_UP_TO
  const all = `${mayBeMore ? 'at least ' : ''}${boundedCount(count)}`
  if (isLaterPage) return `${shown} of ${all} on this page`
  if (count > shown) return `1–${shown} of ${all}`
  return `${mayBeMore ? 'At least ' : ''}${shown} ${shown === 1 ? 'memory' : 'memories'}`
}
