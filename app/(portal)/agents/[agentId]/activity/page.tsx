import type { Metadata } from 'next'
import { ExpandingRow } from '@/app/_ui/expanding-list'
import { LinkNotice } from '@/app/_ui/link-notice'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState } from '@/app/_ui/page-parts'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { PageTeam } from '@/app/(portal)/page-team'
import { ENTRY_COLUMNS, EntryDetails } from '@/app/(portal)/settings/audit/entry-columns'
import { type PresentedActivity, presentActivity } from '@/lib/activity/present'
import { EVENTS_SEARCHED, readAgentActivity } from '@/lib/activity/read'
import { roleHasCapability } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { type AgentParams, readAgentPage } from '../read-agent-page'
import { ACTIVITY_SEARCH } from './search'
import { SessionStepRow } from './session-step-row'

const SHOWN = 50

export async function generateMetadata({ params }: AgentParams): Promise<Metadata> {
  return { title: `Activity of ${(await params).agentId}` }
}

/** What happened to one agent, the latest first. */
export default async function AgentActivityPage({ params, searchParams }: AgentParams & { searchParams: Promise<Search> }) {
  const { agentId: agentName } = await params
  const { viewer } = await readAgentPage(agentName)
  const search = await searchParams
  const { cursor } = readSearch(ACTIVITY_SEARCH, search)
  const reader = requireViewerScope(viewer, 'sessions:read')
  const { page, isFirstInstead } = await pageOrFirst(cursor, (from) => readAgentActivity(reader, { agentName, limit: SHOWN, cursor: from }))
  const path = paths.agentActivity(agentName)
  return (
    <>
      <PageTeam />
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(ACTIVITY_SEARCH, search)} />
      <p className="mb-3 text-xs text-soft">
        {roleHasCapability(viewer.role, 'audit:read')
          ? `Its sessions, and what the audit log says of it and its memories. Extensions are among the latest ${EVENTS_SEARCHED.toLocaleString('en')} events of each session.`
          : 'Its sessions. Changes of the agent and its memories are in the audit log, which owners and admins can read.'}
      </p>
      <Activities activities={page.shown.map(presentActivity)} />
      <PageLinks
        label="Activity"
        first={cursor && !isFirstInstead ? path : undefined}
        next={page.nextCursor ? hrefWith(path, {}, { cursor: page.nextCursor }) : undefined}
      />
    </>
  )
}

function Activities({ activities }: { activities: PresentedActivity[] }) {
  if (activities.length === 0) return <EmptyState title="Nothing happened yet">Activate the agent to start its first session.</EmptyState>
  return (
    <ul aria-label="Activity" data-rows="" className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {activities.map((activity) =>
        activity.kind === 'audit' ? (
          <ExpandingRow
            key={`audit ${activity.entry.id}`}
            row={activity.entry}
            columns={ENTRY_COLUMNS}
            details={(entry) => <EntryDetails entry={entry} />}
            wideFrom="sm"
          />
        ) : (
          <SessionStepRow key={activity.step.key} step={activity.step} />
        ),
      )}
    </ul>
  )
}
