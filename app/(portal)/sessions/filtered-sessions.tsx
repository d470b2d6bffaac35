import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { ButtonLink } from '@/app/_ui/button-link'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { hideable, type Sorting } from '@/app/_ui/column-table'
import { Snippet } from '@/app/_ui/copy'
import { FilterChips } from '@/app/_ui/filter-chips'
import { LinkNotice } from '@/app/_ui/link-notice'
import { ListKeys } from '@/app/_ui/list-keys'
import { NothingOnPage } from '@/app/_ui/nothing-on-page'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState } from '@/app/_ui/page-parts'
import { withDaysIn } from '@/app/_url/days'
import { type ListPlace, searchAt, urlAt } from '@/app/_url/list-place'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { boundedCount } from '@/lib/bounded-count'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { canBeSorted, countSessionFacets, listTeamSessions } from '@/lib/sessions/read'
import { presentSessionRow, type SessionRow } from '@/lib/sessions/session-row'
import { readActorChoices } from '@/lib/teams/actor-choices'
import { actorName, openersOf } from '../actor-options'
import { readListView } from '../list-view'
import { EndManyForm } from './end-many-form'
import { describeMatching, type MatchingSessions } from './matching-sessions'
import { SessionRowForms } from './row-forms'
import { filtersOf, isFiltered, SESSION_SEARCH, type SessionSearch } from './search'
import { readChartDays, SessionChart } from './session-chart'
import { sessionColumns } from './session-columns'
import { SessionFilters, sessionChips } from './session-filters'
import { SessionPeek } from './session-peek'
import { SessionTable } from './session-table'

const SESSIONS_SHOWN = 50

interface FilteredSessionsProps {
  viewer: Viewer
  /** The query of the page's URL. */
  search: Search
  place: ListPlace
  /** The change version of the page. */
  version: string
}

/** The list of sessions with its filters, its chart, its pages, its panel, and forms that end several at once. */
export async function FilteredSessions({ viewer, search: wholeUrl, place, version }: FilteredSessionsProps) {
  const url = urlAt(place, wholeUrl)
  const zone = await zoneOf(url)
  const searchInZone = withDaysIn(zone, searchAt(place, url))
  const { peek, ...search } = readSearch(SESSION_SEARCH, searchInZone)
  const principal = requireViewerScope(viewer, 'sessions:read')
  const filters = filtersOf(search)
  const sort = canBeSorted(search.sort, filters) ? search.sort : 'newest'
  const [{ page, isFirstInstead }, counts, view, actors, days] = await Promise.all([
    pageOrFirst(search.cursor, (cursor) => listTeamSessions(principal, { ...filters, sort, limit: SESSIONS_SHOWN, cursor })),
    countSessionFacets(principal, filters),
    readListView('sessions'),
    readActorChoices(viewer),
    readChartDays(principal, filters, version),
  ])
  const { shown, nextCursor } = page
  const openedBy = actorName(actors, search.opened_by, openersOf(shown))
  const isLaterPage = search.cursor !== undefined && !isFirstInstead
  const areActive = canBeSorted('expires', filters)
  const hasAgentColumn = place.agentName === undefined
  const chosen = place.agentName === undefined ? search : { ...search, agent_id: undefined }
  const at = (changes: Record<string, string | undefined>) => hrefWith(place.path, { ...url, peek: undefined }, changes)
  return (
    <>
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(SESSION_SEARCH, searchInZone)} />
      <SessionFilters search={{ ...search, sort }} url={url} zone={zone} counts={counts} actors={actors} place={place} />
      <SessionChart days={days} filters={filters} url={{ path: place.path, search: url }} />
      <div className="mb-2 flex min-h-7 flex-wrap items-center gap-2">
        <p role="status" className="text-xs text-soft">
          {countInWords(shown.length, countAll(search, counts.status), isLaterPage)}
        </p>
        <FilterChips chips={sessionChips({ search: chosen, url, zone, openedBy, path: place.path })} clearHref={place.path} />
        <ListKeys />
        <ColumnChooser {...view} columns={hideable(sessionColumns({ mayExtend: false, areActive, hasAgentColumn }))} />
      </div>
      <SessionList
        sessions={shown.map(presentSessionRow)}
        empty={isLaterPage ? <NothingOnPage firstHref={at({ cursor: undefined })} /> : await emptyAt(place, isFiltered(chosen))}
        mayEnd={roleHasScope(viewer.role, 'sessions:write')}
        matching={nextCursor || isLaterPage ? describeMatching(search, counts, { zone, openedBy }) : undefined}
        hasAgentColumn={hasAgentColumn}
        areActive={areActive}
        sorting={{ sort, url: { path: place.path, search: { ...url, peek: undefined } } }}
        hidden={view.hidden}
      />
      <PageLinks
        label="Sessions"
        first={isLaterPage ? at({ cursor: undefined }) : undefined}
        next={nextCursor ? at({ cursor: nextCursor }) : undefined}
      />
      {peek && <SessionPeek viewer={viewer} id={peek} search={url} path={place.path} shown={shown.map(({ id }) => id)} />}
    </>
  )
}

type StatusCounts = Awaited<ReturnType<typeof countSessionFacets>>['status']

/** The number of sessions that match, on all pages. Counting stops at COUNTED_UP_TO. */
const countAll = ({ status }: SessionSearch, { active, inactive, ...others }: StatusCounts) =>
  status === undefined ? active + inactive : { active, inactive, ...others }[status]

/** `1–50 of 306`; a later page does not know its position in the list. */
function countInWords(shown: number, all: number, isLaterPage: boolean): string {
  if (isLaterPage) return `${shown} of ${boundedCount(all)} on this page`
  if (all > shown) return `1–${shown} of ${boundedCount(all)}`
  return `${shown} ${shown === 1 ? 'session' : 'sessions'}`
}

interface SessionListProps {
  sessions: SessionRow[]
  /** Shown when the list is empty. */
  empty: ReactNode
  mayEnd: boolean
  matching: MatchingSessions | undefined
  hasAgentColumn: boolean
  /** The filters leave only active sessions. */
  areActive: boolean
  sorting: Sorting
  hidden: string[]
}

/** The list, inside the form that ends sessions. An empty list is also inside, so that the form can show the outcome of ending the last sessions. */
function SessionList({ empty, mayEnd, matching, ...list }: SessionListProps) {
  const { sessions } = list
  const table = sessions.length === 0 ? empty : <SessionTable mayExtend={mayEnd} hasActions {...list} />
  if (!mayEnd) return table
  return (
    <>
      <SessionRowForms />
      <EndManyForm matching={matching} hasCheckboxes={sessions.some(({ state }) => state !== 'ended')}>
        {table}
      </EndManyForm>
    </>
  )
}

function NothingFound({ href }: { href: string }) {
  return (
    <EmptyState title="No matching sessions" action={<ButtonLink href={href}>Show all sessions</ButtonLink>}>
      Try a longer time range, or fewer filters.
    </EmptyState>
  )
}

async function emptyAt({ agentName, path }: ListPlace, hasFilters: boolean) {
  if (hasFilters) return <NothingFound href={path} />
  if (agentName === undefined) return <NoSessions address={publicAddress(await headers())} />
  return <EmptyState title="No sessions yet">Activate the agent to start its first session.</EmptyState>
}

function NoSessions({ address }: { address: string }) {
  return (
    <EmptyState title="No sessions yet" action={<ButtonLink href={paths.agents}>Go to agents</ButtonLink>}>
      <p>Activate an agent to start a session:</p>
      <Snippet text="memanto agent activate customer-support" label="Copy command" />
      <Snippet
        text={`curl -X POST '${address}/api/v2/agents/customer-support/activate' \\\n  -H "Authorization: Bearer $MEMANTO_API_KEY"`}
        label="Copy curl command"
      />
    </EmptyState>
  )
}
