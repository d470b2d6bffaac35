import { LinkNotice } from '@/app/_ui/link-notice'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState } from '@/app/_ui/page-parts'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { hrefWith, type Search } from '@/app/_url/search'
import { SessionTable } from '@/app/(portal)/sessions/session-table'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { listTeamSessions } from '@/lib/sessions/read'
import { presentSessionRow } from '@/lib/sessions/session-row'

const SESSIONS_SHOWN = 10

interface SessionHistoryProps {
  viewer: Viewer
  agentName: string
  search: Search
  cursor: string | undefined
}

/** The sessions of every agent that has or had this name, deleted ones included. */
export async function SessionHistory({ viewer, agentName, search, cursor }: SessionHistoryProps) {
  const principal = requireViewerScope(viewer, 'sessions:read')
  const { page, isFirstInstead } = await pageOrFirst(cursor, (from) =>
    listTeamSessions(principal, { agentName, limit: SESSIONS_SHOWN, cursor: from }),
  )
  const { shown, nextCursor } = page
  const at = (sessions: string | undefined) => `${hrefWith(paths.agent(agentName), search, { sessions })}#sessions`
  return (
    <div id="sessions">
      <h2 className="mb-3 font-semibold">Sessions</h2>
      <LinkNotice isFirstInstead={isFirstInstead} />
      {shown.length === 0 ? (
        <EmptyState title="No sessions yet">Activate the agent to start its first session.</EmptyState>
      ) : (
        <SessionTable
          sessions={shown.map(presentSessionRow)}
          mayExtend={roleHasScope(viewer.role, 'sessions:write')}
          hasAgentColumn={false}
        />
      )}
      <PageLinks
        label="Sessions"
        first={cursor && !isFirstInstead ? at(undefined) : undefined}
        next={nextCursor ? at(nextCursor) : undefined}
      />
    </div>
  )
}
