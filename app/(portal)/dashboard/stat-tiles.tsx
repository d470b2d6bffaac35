import { withRange } from '@/app/_ui/days'
import { StatTile } from '@/app/_ui/stat-tile'
import { type Role, roleHasCapability } from '@/lib/auth/permissions'
import { type ActivityCounts, type DailyTotals, MOST_COUNTED } from '@/lib/dashboard/read'
import { paths } from '@/lib/paths'

interface StatTilesProps {
  counts: ActivityCounts
  days: DailyTotals[]
  /** Today in the viewer's time zone. */
  today: string
  zone: string
  role: Role
}

const DAYS = 14
const WHEN = 'this time yesterday'

/** The numbers of today: of those who may see the request log also failed calls, of others the sessions that started. */
export function StatTiles({ counts, days, today, zone, role }: StatTilesProps) {
  const lastDays = (name: 'sessions' | 'stored' | 'recalls') => days.slice(-DAYS).map((day) => day[name])
  const ofToday = (href: string) => withRange(href, today, today, zone)
  const compared = (name: keyof ActivityCounts['today']) => comparedCounts(counts, name)
  const hasLog = roleHasCapability(role, 'audit:read') && counts.requestsKeptDays > 0
  return (
    <section aria-label="Today" className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
      <StatTile
        label="Active sessions"
        value={counts.active}
        href={`${paths.sessions}?status=active`}
        before={{ value: counts.activeBefore, when: WHEN }}
        attention={counts.expiring > 0 && `${counts.expiring} ${counts.expiring === 1 ? 'expires' : 'expire'} soon`}
        days={lastDays('sessions')}
      />
      <StatTile label="Memories stored today" href={ofToday(paths.memories)} days={lastDays('stored')} {...compared('stored')} />
      <StatTile label="Recalls today" href={ofToday(paths.sessions)} days={lastDays('recalls')} {...compared('recalls')} />
      {hasLog ? (
        <StatTile
          label="Failed calls today"
          href={withRange(`${paths.requests}?status=error`, today, today, zone)}
          days={counts.failedByDay}
          isBadWhenMore
          {...compared('failed')}
        />
      ) : (
        <StatTile label="Sessions started today" href={ofToday(paths.sessions)} days={lastDays('sessions')} {...compared('sessions')} />
      )}
    </section>
  )
}

/** A number of today with that of yesterday until the same time. Numbers that are too high to be counted are not compared. */
function comparedCounts({ today, yesterday }: ActivityCounts, name: keyof ActivityCounts['today']) {
  const isAtLeast = today[name] >= MOST_COUNTED
  const isComparable = !isAtLeast && yesterday[name] < MOST_COUNTED
  return { value: today[name], isAtLeast, before: isComparable ? { value: yesterday[name], when: WHEN } : undefined }
}
