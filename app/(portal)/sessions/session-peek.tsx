import { Card } from '@/app/_ui/page-parts'
import { Peek } from '@/app/_ui/peek'
import { PanelActions } from '@/app/_ui/row-menu'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { peekLinks } from '@/app/_url/peek-links'
import type { Search } from '@/app/_url/search'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { listLatestOfSession } from '@/lib/memories/session-memories'
import { paths } from '@/lib/paths'
import { readSession } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'
import { presentTimeline, type ShownEvent } from '@/lib/sessions/timeline'
import { LatestLines, LINES_SHOWN } from '../memories/latest-lines'
import { orUndefined } from '../or-not-found'
import { SummaryCard } from './[sessionId]/summary-card'
import { SessionRowForms } from './row-forms'
import { SessionActions } from './session-menu'
import { END_WORDS } from './state-badge'

const EVENTS_SHOWN = 5

interface SessionPeekProps {
  viewer: Viewer
  id: string
  search: Search
  /** The page of the list. */
  path: string
  /** The sessions of the list, in its order. */
  shown: string[]
}

/** A panel with a session next to the list: what can be done with it, its summary, its latest memories and events. */
export async function SessionPeek({ viewer, id, search, path, shown }: SessionPeekProps) {
  const links = peekLinks(path, search, shown, id)
  const [found, memories] = await Promise.all([
    orUndefined(readSession(requireViewerScope(viewer, 'sessions:read'), { sessionId: id, limit: EVENTS_SHOWN })),
    orUndefined(listLatestOfSession(requireViewerScope(viewer, 'memories:read'), { sessionId: id, limit: LINES_SHOWN })),
  ])
  if (found === undefined)
    return (
      <Peek id={id} title="Session not found" href={undefined} links={links}>
        <p className="text-soft">Your team has no session with this id.</p>
      </Peek>
    )
  const session = presentSessionRow(found.session)
  const mayWrite = roleHasScope(viewer.role, 'sessions:write')
  const ending = session.endReason === null ? '' : `, ${END_WORDS[session.endReason]}`
  return (
    <Peek id={id} title={`${session.agentName} session${ending}`} href={paths.session(id)} links={links}>
      <p className="font-mono text-xs break-all text-soft">{id}</p>
      <PanelActions key={id} id={id} forms={mayWrite && <SessionRowForms />}>
        {mayWrite && session.state !== 'ended' && <SessionActions session={session} />}
      </PanelActions>
      <SummaryCard session={session} mayExtend={false} />
      <LatestLines memories={memories ?? []} empty="This session stored none." href={paths.memoriesOfSession(id)} />
      <LastEvents events={presentTimeline(found.events, null).reverse()} />
    </Peek>
  )
}

function LastEvents({ events }: { events: ShownEvent[] }) {
  if (events.length === 0) return null
  return (
    <Card title="Latest events">
      <ol className="grid gap-2">
        {events.map(({ id, at, what, by }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-xs text-soft">
              <Moment at={at} />
            </span>
            <span className="font-medium">{what}</span>
            <span className="text-xs text-soft">
              by <UserText>{by.name}</UserText>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
