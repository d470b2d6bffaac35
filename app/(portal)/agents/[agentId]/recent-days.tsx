import { DayChart } from '@/app/_ui/day-chart'
import { Card } from '@/app/_ui/page-parts'
import { readAgentDays } from '@/lib/activity/read'
import type { Principal } from '@/lib/auth/principal'
import { paths } from '@/lib/paths'

const DAYS_SHOWN = 14

interface RecentDaysProps {
  principal: Principal<'sessions:read'>
  agentName: string
  /** The change version of the page. */
  version: string
}

/** What the sessions of an agent did that started on each of the last days; nothing when none did. */
export async function RecentDays({ principal, agentName, version }: RecentDaysProps) {
  const days = await readAgentDays(principal, agentName, DAYS_SHOWN, version)
  if (days.every(({ sessions }) => sessions === 0)) return null
  return (
    <Card title={`Last ${DAYS_SHOWN} days`}>
      <DayChart days={days} sessionsTitle="Sessions started" listHref={paths.agentSessions(agentName)} />
    </Card>
  )
}
