import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { ButtonLink } from '@/app/_ui/button-link'
import { DayChart } from '@/app/_ui/day-chart'
import { Live } from '@/app/_ui/live'
import { Card, PageHeader } from '@/app/_ui/page-parts'
import { UserText } from '@/app/_ui/user-text'
import { readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { PageTeam } from '@/app/(portal)/page-team'
import { roleHasCapability, roleHasScope } from '@/lib/auth/permissions'
import { requireCapability, requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { readChangeVersion } from '@/lib/dashboard/change-version'
import {
  AGENT_MEASURES,
  type DailyTotals,
  MOST_SESSIONS,
  readActiveByTimeLeft,
  readActivity,
  readDailyTotals,
  readFirstSteps,
  readKeyHealth,
  readTopAgents,
} from '@/lib/dashboard/read'
import { parameters } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { presentSessionRow, type SessionRow } from '@/lib/sessions/session-row'
import { listSummaries } from '@/lib/sessions/summaries'
import { requireViewer } from '@/lib/sign-in/viewer'
import { dayIn } from '@/lib/time-zone'
import { ActiveNow } from './dashboard/active-now'
import { GettingStarted } from './dashboard/getting-started'
import { guideCookie } from './dashboard/guide-cookie'
import { KeyHealth } from './dashboard/key-health'
import { StatTiles } from './dashboard/stat-tiles'
import { TopAgents } from './dashboard/top-agents'
import { SummaryTable } from './summaries/summary-table'

export const metadata: Metadata = { title: 'Dashboard' }

const ACTIVE_SHOWN = 10
const SUMMARIES_SHOWN = 5
const AGENTS_SHOWN = 6

/** The URL parameters of the dashboard: by what its top agents are compared. */
const DASHBOARD_SEARCH = parameters({ top: z.enum(AGENT_MEASURES).default('stored') })

/** What the team's agents do now, and what they did in the last 30 days. */
export default async function DashboardPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireViewer()
  const principal = requireViewerScope(viewer, 'sessions:read')
  const search = await searchParams
  const { top } = readSearch(DASHBOARD_SEARCH, search)
  const zone = await zoneOf({})
  const version = await readChangeVersion(principal)
  const [active, activity, days, agents, ended, firstSteps, keyHealth] = await Promise.all([
    readActiveByTimeLeft(principal, ACTIVE_SHOWN),
    readActivity(principal, zone, version),
    readDailyTotals(principal, version),
    readTopAgents(principal, top, AGENTS_SHOWN, version),
    listSummaries(principal, { limit: SUMMARIES_SHOWN }),
    findGuide(viewer),
    roleHasCapability(viewer.role, 'keys:manage') ? readKeyHealth(requireCapability(viewer, 'keys:manage')) : undefined,
  ])
  const sessions = active.map(presentSessionRow)
  return (
    <>
      <PageTeam />
      <PageHeader title={<UserText>{viewer.team.name}</UserText>} about="Agent activity now and over the last 30 days">
        <Live version={version} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-6">
        {firstSteps && <GettingStarted steps={firstSteps.steps} agentName={firstSteps.newestAgentName ?? 'customer-support'} />}
        <StatTiles activity={activity} today={dayIn(zone, new Date())} zone={zone} role={viewer.role} />
        <ActiveNow
          sessions={sessions}
          total={Math.max(activity.active, sessions.length)}
          mayExtend={roleHasScope(viewer.role, 'sessions:write')}
        />
        <Card title="Last 30 days" action={<span className="text-xs text-soft">By the day the session started (UTC)</span>}>
          <DailyActivity days={days} />
        </Card>
        <div className="grid grid-cols-1 gap-6 lg:has-[>:nth-child(2)]:grid-cols-[3fr_2fr]">
          <TopAgents
            agents={agents}
            by={top}
            isOfLatest={days.reduce((sum, { sessions }) => sum + sessions, 0) > MOST_SESSIONS}
            hrefBy={(by) => hrefWith(paths.dashboard, search, { top: by })}
          />
          {keyHealth && <KeyHealth health={keyHealth} />}
        </div>
        <LatestSummaries sessions={ended.shown.map(presentSessionRow)} />
      </div>
    </>
  )
}

/** The first steps of the team, for people who may do them and have not dismissed them. */
async function findGuide(viewer: Viewer) {
  const isDismissed = (await cookies()).has(guideCookie(viewer.person.id))
  return roleHasScope(viewer.role, 'agents:write') && !isDismissed ? readFirstSteps(viewer) : undefined
}

function DailyActivity({ days }: { days: DailyTotals[] }) {
  if (days.every(({ sessions }) => sessions === 0)) return <p className="text-soft">No sessions yet. Daily activity appears here.</p>
  return <DayChart days={days} sessionsTitle="Sessions started" listHref={paths.sessions} />
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
