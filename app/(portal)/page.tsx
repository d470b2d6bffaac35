import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button'
import { DayChart } from '@/app/_ui/day-chart'
import { Live } from '@/app/_ui/live'
import { Card, PageHeader } from '@/app/_ui/page-parts'
import { UserText } from '@/app/_ui/user-text'
import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import { readDailyTotals, readExpiringSoon, readFirstSteps } from '@/lib/dashboard/read'
import { paths } from '@/lib/paths'
import { countSessionFacets, listTeamSessions } from '@/lib/sessions/read'
import { presentSessionRow, type SessionRow } from '@/lib/sessions/session-row'
import { listSummaries } from '@/lib/sessions/summaries'
import { requireViewer } from '@/lib/sign-in/viewer'
import { ActiveNow } from './dashboard/active-now'
import { ExpiringSoon } from './dashboard/expiring-soon'
import { GettingStarted } from './dashboard/getting-started'
import { SummaryTable } from './summaries/summary-table'

export const metadata: Metadata = { title: 'Dashboard' }

const ACTIVE_SHOWN = 10
const SUMMARIES_SHOWN = 5

/** What the team's agents do now, and what they did in the last 30 days. */
export default async function DashboardPage() {
  const viewer = await requireViewer()
  const principal = requireViewerScope(viewer, 'sessions:read')
  const version = await readChangeVersion(principal)
  const [active, expiring, days, ended, firstSteps] = await Promise.all([
    listTeamSessions(principal, { status: 'active', limit: ACTIVE_SHOWN }),
    readExpiringSoon(principal),
    readDailyTotals(principal, version),
    listSummaries(principal, { limit: SUMMARIES_SHOWN }),
    readFirstSteps(viewer),
  ])
  const total = active.nextCursor === null ? active.shown.length : (await countSessionFacets(principal, {})).status.active
  const mayExtend = roleHasScope(viewer.role, 'sessions:write')
  return (
    <>
      <PageHeader title={<UserText>{viewer.team.name}</UserText>} about="Agent activity now and over the last 30 days">
        <Live version={version} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-6">
        {roleHasScope(viewer.role, 'agents:write') && (
          <GettingStarted steps={firstSteps.steps} agentName={firstSteps.newestAgentName ?? 'customer-support'} />
        )}
        <ExpiringSoon sessions={expiring.map(presentSessionRow)} mayExtend={mayExtend} />
        <ActiveNow sessions={active.shown.map(presentSessionRow)} total={total} mayExtend={mayExtend} />
        <Card title="Last 30 days">
          <DailyActivity days={days} />
        </Card>
        <LatestSummaries sessions={ended.shown.map(presentSessionRow)} />
      </div>
    </>
  )
}

function DailyActivity({ days }: { days: Awaited<ReturnType<typeof readDailyTotals>> }) {
  if (days.every(({ sessions }) => sessions === 0)) return <p className="text-soft">No sessions yet. Daily activity appears here.</p>
  return (
    <>
      <DayChart days={days} sessionsTitle="Sessions started" listHref={paths.sessions} />
      <p className="mt-3 text-xs text-soft">Counted on the day the session started (UTC).</p>
    </>
  )
}

function LatestSummaries({ sessions }: { sessions: SessionRow[] }) {
  return (
    <section aria-labelledby="latest">
      <div className="mb-3 flex items-center">
        <h2 id="latest" className="mr-auto font-semibold">
          Latest summaries
        </h2>
        <ButtonLink href={paths.summaries} size="small" kind="quiet">
          All summaries
        </ButtonLink>
      </div>
      {sessions.length === 0 ? (
        <p className="text-soft">No sessions ended in the last 30 days. When an agent is deactivated, its summary appears here.</p>
      ) : (
        <SummaryTable sessions={sessions} />
      )}
    </section>
  )
}
