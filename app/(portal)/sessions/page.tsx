import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ButtonLink } from '@/app/_ui/button'
import { Snippet } from '@/app/_ui/copy'
import { ListKeys } from '@/app/_ui/list-keys'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState, PageHeader } from '@/app/_ui/surface'
import { viewerWith } from '@/lib/auth/acts'
import { roleMay } from '@/lib/auth/permissions'
import { requireViewer } from '@/lib/auth/viewer'
import { publicAddress } from '@/lib/http/address'
import { hrefWith, type Search } from '@/lib/http/search'
import { readSearch } from '@/lib/http/search-fields'
import { paths } from '@/lib/paths'
import { countSessionFacets } from '@/lib/sessions/facets'
import { listTeamSessions } from '@/lib/sessions/read'
import { filtersOfSearch, isFiltered, SESSION_SEARCH } from '@/lib/sessions/search'
import { presentSessionRow, type SessionRow } from '@/lib/sessions/session-row'
import { orNotFound } from '../or-not-found'
import { EndSelectedForm } from './end-selected-form'
import { SessionFilters } from './session-filters'
import { SessionPeek } from './session-peek'
import { SessionTable } from './session-table'

export const metadata: Metadata = { title: 'Sessions' }

const SESSIONS_SHOWN = 50

export default async function SessionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const search = await searchParams
  const { peek, ...asked } = readSearch(SESSION_SEARCH, search)
  const caller = viewerWith(viewer, 'sessions:read')
  const filters = filtersOfSearch(asked)
  const [{ shown, nextCursor }, counts] = await Promise.all([
    orNotFound(listTeamSessions(caller, { ...filters, limit: SESSIONS_SHOWN, cursor: asked.cursor })),
    countSessionFacets(caller, filters),
  ])
  const at = (changes: Record<string, string | undefined>) => hrefWith(paths.sessions, { ...search, peek: undefined }, changes)
  return (
    <>
      <PageHeader title="Sessions" about="Every session of your team, latest start first.">
        <ButtonLink href={hrefWith(paths.sessionsExport, search, { cursor: undefined, peek: undefined })} prefetch={false} download>
          Export CSV
        </ButtonLink>
      </PageHeader>
      <SessionFilters key={JSON.stringify(asked)} asked={asked} counts={counts} />
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <p role="status" className="text-xs text-soft">
          {shown.length} {shown.length === 1 ? 'session' : 'sessions'} on this page{nextCursor && ', more follow'}
        </p>
        <ListKeys />
      </div>
      {shown.length === 0 && (isFiltered(asked) ? <NothingFound /> : <NoSessions address={publicAddress(await headers())} />)}
      {shown.length > 0 && (
        <Listed sessions={shown.map(presentSessionRow)} mayEnd={roleMay(viewer.role, 'sessions:write')} peekHref={(peek) => at({ peek })} />
      )}
      <PageLinks
        label="Sessions"
        first={asked.cursor && at({ cursor: undefined })}
        next={nextCursor ? at({ cursor: nextCursor }) : undefined}
      />
      {peek && <SessionPeek viewer={viewer} id={peek} search={search} shown={shown.map(({ id }) => id)} />}
    </>
  )
}

interface ListedProps {
  sessions: SessionRow[]
  mayEnd: boolean
  peekHref: (id: string) => string
}

function Listed({ sessions, mayEnd, peekHref }: ListedProps) {
  if (!mayEnd) return <SessionTable sessions={sessions} peekHref={peekHref} />
  return (
    <EndSelectedForm>
      <SessionTable sessions={sessions} peekHref={peekHref} selection={(session) => <Tick session={session} />} />
    </EndSelectedForm>
  )
}

function Tick({ session: { id, agentName, state } }: { session: SessionRow }) {
  if (state === 'ended') return null
  return (
    <input
      type="checkbox"
      name="session"
      value={id}
      aria-label={`Select the session of ${agentName}`}
      className="size-4 align-middle accent-accent"
    />
  )
}

function NothingFound() {
  return (
    <EmptyState title="No session matches" action={<ButtonLink href={paths.sessions}>Show all sessions</ButtonLink>}>
      Try a longer time range, or fewer filters.
    </EmptyState>
  )
}

function NoSessions({ address }: { address: string }) {
  return (
    <EmptyState title="No sessions yet" action={<ButtonLink href={paths.agents}>Go to the agents</ButtonLink>}>
      <p>Activating an agent opens its session:</p>
      <Snippet text="memanto agent activate customer-support" label="Copy the command" />
      <Snippet
        text={`curl -X POST '${address}/api/v2/agents/customer-support/activate' \\\n  -H "Authorization: Bearer $MEMANTO_API_KEY"`}
        label="Copy the curl call"
      />
    </EmptyState>
  )
}
