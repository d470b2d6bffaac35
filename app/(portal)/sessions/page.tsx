import type { Metadata } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { ButtonLink } from '@/app/_ui/button'
import { cn } from '@/app/_ui/cn'
import { Snippet } from '@/app/_ui/copy'
import { ListKeys } from '@/app/_ui/list-keys'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState, PageHeader } from '@/app/_ui/surface'
import { zoneOf } from '@/app/(portal)/viewer-zone'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { boundedCount } from '@/lib/bounded-count'
import { publicAddress } from '@/lib/http/address'
import { hrefWith, type Search } from '@/lib/http/search'
import { withDaysIn } from '@/lib/http/search-days'
import { readSearch } from '@/lib/http/search-fields'
import { paths } from '@/lib/paths'
import { countSessionFacets } from '@/lib/sessions/facets'
import { listTeamSessions } from '@/lib/sessions/read'
import { filtersOfSearch, isFiltered, SESSION_SEARCH, type SessionSearch } from '@/lib/sessions/search'
import { presentSessionRow, type SessionRow } from '@/lib/sessions/session-row'
import { requireViewer } from '@/lib/sign-in/viewer'
import { orNotFound } from '../or-not-found'
import { EndManyForm } from './end-many-form'
import { type Matching, matchingOf } from './matching'
import { SessionFilters } from './session-filters'
import { SessionPeek } from './session-peek'
import { SessionTable } from './session-table'

export const metadata: Metadata = { title: 'Sessions' }

const SESSIONS_SHOWN = 50

export default async function SessionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const search = await searchParams
  const zone = await zoneOf(search)
  const { peek, ...asked } = readSearch(SESSION_SEARCH, withDaysIn(zone, search))
  const caller = requireViewerScope(viewer, 'sessions:read')
  const filters = filtersOfSearch(asked)
  const [{ shown, nextCursor }, counts] = await Promise.all([
    orNotFound(listTeamSessions(caller, { ...filters, limit: SESSIONS_SHOWN, cursor: asked.cursor })),
    countSessionFacets(caller, filters),
  ])
  const at = (changes: Record<string, string | undefined>) => hrefWith(paths.sessions, { ...search, peek: undefined }, changes)
  return (
    <>
      <PageHeader title="Sessions" about="All sessions of your team, newest first">
        <ButtonLink href={hrefWith(paths.sessionsExport, search, { cursor: undefined, peek: undefined })} prefetch={false} download>
          Export CSV
        </ButtonLink>
      </PageHeader>
      <SessionFilters key={JSON.stringify([asked, zone])} asked={asked} zone={zone} counts={counts} />
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <p role="status" className="text-xs text-soft">
          {countInWords(shown.length, countAll(asked, counts.status), asked.cursor !== undefined)}
        </p>
        <ListKeys />
      </div>
      <Listed
        sessions={shown.map(presentSessionRow)}
        none={isFiltered(asked) ? <NothingFound /> : <NoSessions address={publicAddress(await headers())} />}
        mayEnd={roleHasScope(viewer.role, 'sessions:write')}
        matching={nextCursor || asked.cursor ? matchingOf(asked, counts) : undefined}
        peekHref={(peek) => at({ peek })}
      />
      <PageLinks
        label="Sessions"
        first={asked.cursor && at({ cursor: undefined })}
        next={nextCursor ? at({ cursor: nextCursor }) : undefined}
      />
      {peek && <SessionPeek viewer={viewer} id={peek} search={search} shown={shown.map(({ id }) => id)} />}
    </>
  )
}

type StatusCounts = Awaited<ReturnType<typeof countSessionFacets>>['status']

/** All that match, whatever page is shown; no count goes past COUNTED_UP_TO. */
const countAll = ({ status }: SessionSearch, { active, inactive, ...others }: StatusCounts) =>
  status === undefined ? active + inactive : { active, inactive, ...others }[status]

/** `1–50 of 306`; a later page does not know where in the list it starts. */
function countInWords(shown: number, all: number, isLaterPage: boolean): string {
  if (isLaterPage) return `${shown} of ${boundedCount(all)} on this page`
  if (all > shown) return `1–${shown} of ${boundedCount(all)}`
  return `${shown} ${shown === 1 ? 'session' : 'sessions'}`
}

interface ListedProps {
  sessions: SessionRow[]
  /** In place of an empty list. */
  none: ReactNode
  mayEnd: boolean
  matching: Matching | undefined
  peekHref: (id: string) => string
}

/** The form stays around an empty list too: it tells what ending the last ones did. */
function Listed({ sessions, none, mayEnd, matching, peekHref }: ListedProps) {
  const selection = mayEnd ? (session: SessionRow) => <Tick session={session} /> : undefined
  const list =
    sessions.length === 0 ? none : <SessionTable sessions={sessions} mayExtend={mayEnd} peekHref={peekHref} selection={selection} />
  if (!mayEnd) return list
  return (
    <EndManyForm matching={matching} hasBoxes={sessions.some(({ state }) => state !== 'ended')}>
      {list}
    </EndManyForm>
  )
}

/** Without a mouse to point with, and before JavaScript, it always shows. */
const WHEN_POINTED_AT =
  '[@media(hover:hover)]:group-data-quiet/ticks:opacity-0 group-hover/row:opacity-100! focus-visible:opacity-100! checked:opacity-100!'

function Tick({ session: { id, agentName, state } }: { session: SessionRow }) {
  if (state === 'ended') return null
  return (
    <input
      type="checkbox"
      name="session"
      value={id}
      aria-label={`Select ${agentName}’s session`}
      className={cn('size-4 align-middle accent-accent', WHEN_POINTED_AT)}
    />
  )
}

function NothingFound() {
  return (
    <EmptyState title="No matching sessions" action={<ButtonLink href={paths.sessions}>Show all sessions</ButtonLink>}>
      Try a longer time range, or fewer filters.
    </EmptyState>
  )
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
