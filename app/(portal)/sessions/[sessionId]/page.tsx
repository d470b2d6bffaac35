import type { Metadata } from 'next'
import { cache } from 'react'
import { CopyButton } from '@/app/_ui/copy'
import { LinkNotice } from '@/app/_ui/link-notice'
import { Live } from '@/app/_ui/live'
import { PageHeader } from '@/app/_ui/page-parts'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { idOrNotFound, orNotFound } from '@/app/(portal)/or-not-found'
import { PageTeam } from '@/app/(portal)/page-team'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { paths } from '@/lib/paths'
import { compareWithUsual } from '@/lib/sessions/compare-with-usual'
import { presentSessionOnly } from '@/lib/sessions/present'
import { readSessionPolicy, readTimeline } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { summaryText } from '@/lib/sessions/summary-text'
import { presentTimeline } from '@/lib/sessions/timeline'
import { requireViewer } from '@/lib/sign-in/viewer'
import { SESSION_PAGE_SEARCH } from '../search'
import { CopyJson } from './copy-json'
import { EndForm } from './end-form'
import { readMemoriesOf } from './event-memories'
import { SummaryActions } from './summary-actions'
import { SummaryCard } from './summary-card'
import { Timeline } from './timeline'
import { UsualSessionCard } from './usual-session-card'

const EVENTS_SHOWN = 100

interface Props {
  params: Promise<{ sessionId: string }>
  searchParams: Promise<Search>
}

/** Reads the change version, then the session and a page of its timeline, once for the page and its title. */
const readPage = cache(async (sessionId: string, cursor: string | undefined, event: number | undefined) => {
  const principal = requireViewerScope(await requireViewer(), 'sessions:read')
  const version = await readChangeVersion(principal, { session: idOrNotFound(sessionId) })
  const read = (from: string | undefined) => readTimeline(principal, sessionId, { limit: EVENTS_SHOWN, cursor: from, event })
  const { page, isFirstInstead } = await orNotFound(pageOrFirst(cursor, read))
  return { version, isFirstInstead, ...page }
})

/** `customer-support session …XPE8a`, so that tabs of several sessions differ. */
export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { sessionId } = await params
  const { cursor, event } = readSearch(SESSION_PAGE_SEARCH, await searchParams)
  const { session } = await readPage(sessionId, cursor, event)
  return { title: `${session.agent_name} session …${sessionId.slice(-5)}` }
}

/** One session: its summary and its timeline. */
export default async function SessionPage({ params, searchParams }: Props) {
  const viewer = await requireViewer()
  const { sessionId } = await params
  const search = await searchParams
  const { cursor, event } = readSearch(SESSION_PAGE_SEARCH, search)
  const principal = requireViewerScope(viewer, 'sessions:read')
  const [{ version, isFirstInstead, session, events, before, isFirst, nextCursor }, policy] = await Promise.all([
    readPage(sessionId, cursor, event),
    readSessionPolicy(principal),
  ])
  const shown = presentSessionRow(session)
  const timeline = presentTimeline(events, before)
  const [{ usual, extendedAt }, memories] = await Promise.all([
    compareWithUsual(principal, session),
    readMemoriesOf(requireViewerScope(viewer, 'memories:read'), timeline),
  ])
  const mayWrite = roleHasScope(viewer.role, 'sessions:write')
  const at = (page: string | undefined) => hrefWith(paths.session(sessionId), search, { cursor: page, event: undefined })
  return (
    <>
      <PageTeam />
      <PageHeader
        title={`${shown.agentName} session`}
        about={<SessionId id={shown.id} />}
        trail={[{ label: 'Sessions', href: paths.sessions }]}
      >
        {shown.state !== 'ended' && <Live version={version} session={sessionId} />}
        <CopyJson id={shown.id} />
        {mayWrite && <EndForm id={shown.id} hasEnded={shown.state === 'ended'} />}
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(SESSION_PAGE_SEARCH, search)} />
        <SummaryCard session={shown} mayExtend={mayWrite} extendedAt={extendedAt}>
          <SummaryActions text={summaryText(shown)} json={JSON.stringify(presentSessionOnly(session), null, 2)} />
        </SummaryCard>
        <UsualSessionCard session={shown} usual={usual} />
        <Timeline
          sessionId={sessionId}
          events={timeline}
          memories={memories}
          keptDays={policy.events_kept_days}
          eventHref={(id) => `${hrefWith(paths.session(sessionId), search, { event: id })}#event-${id}`}
          highlighted={event === undefined ? undefined : String(event)}
          first={isFirst ? undefined : at(undefined)}
          next={nextCursor ? at(nextCursor) : undefined}
        />
      </div>
    </>
  )
}

function SessionId({ id }: { id: string }) {
  return (
    <>
      <span className="font-mono text-xs break-all">{id}</span> <CopyButton text={id} label="Copy session id" />
    </>
  )
}
