import { DayChart } from '@/app/_ui/day-chart'
import { StatTile } from '@/app/_ui/stat-tile'
import type { DailyTotals } from '@/lib/dashboard/read'
import { Samples } from './sample'

const LINE = [3, 5, 4, 8, 6, 2, 1, 7, 9, 12, 10, 4, 3, 6]
const YESTERDAY = 'this time yesterday'

/** Numbers with their change, and charts of days. */
export function Numbers() {
  return (
    <Samples title="Numbers and charts">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <StatTile label="More than before" value={60} href="#" before={{ value: 48, when: YESTERDAY }} days={LINE} />
        <StatTile label="Less than before" value={1204} href="#" before={{ value: 1310, when: YESTERDAY }} days={LINE} isAtLeast />
        <StatTile label="Should not grow" value={7} href="#" before={{ value: 2, when: YESTERDAY }} days={LINE} isBadWhenMore />
        <StatTile label="Needs attention" value={12_500} href="#" attention="4 expire soon" days={LINE.map(() => 0)} />
      </div>
      <DayChart days={LINE.map(sampleDay)} sessionsTitle="Sessions started" listHref="#" />
    </Samples>
  )
}

/** The totals of a day; from one Monday on, so that there are weekends. */
function sampleDay(count: number, index: number): DailyTotals {
  const outcomes = {
    active: 0,
    deactivated: count,
    expired: count % 3,
    revoked: count % 2,
    replaced: index === 3 ? 2 : 0,
    agent_deleted: 0,
  }
  return {
    day: new Date(Date.UTC(2025, 8, 1 + index)).toISOString().slice(0, 10),
    outcomes,
    sessions: Object.values(outcomes).reduce((sum, of) => sum + of, 0),
    stored: count * 12,
    retrieved: count * 400,
    recalls: count * 130,
  }
}
