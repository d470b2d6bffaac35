import { withRange } from '@/app/_ui/days'
import { StatTile } from '@/app/_ui/stat-tile'
import { type Role, roleHasCapability } from '@/lib/auth/permissions'
import type { Activity } from '@/lib/dashboard/read'
import { paths } from '@/lib/paths'
import { endOfDay, startOfDay } from '@/lib/time-zone'

interface StatTilesProps {
  activity: Activity
  /** Today in the viewer's time zone. */
  today: string
  zone: string
  role: Role
}

const WHEN = 'this time yesterday'

/** The numbers of today: of those who may see the request log also failed calls, of others the sessions that started. */
export function StatTiles({ activity, today, zone, role }: StatTilesProps) {
  const ofToday = (href: string) => withRange(href, today, today, zone)
  const figure = (name: keyof Activity['today']) => {
    const { before, ...others } = activity.today[name]
    return { ...others, before: before === undefined ? undefined : { value: before, when: WHEN } }
  }
  const hasLog = roleHasCapability(role, 'audit:read') && activity.hasRequestLog
  return (
    <section aria-label="Today" className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
      <StatTile
        label="Active sessions"
        value={activity.active}
        href={`${paths.sessions}?status=active`}
        before={{ value: activity.activeBefore, when: WHEN }}
        attention={activity.expiring > 0 && `${activity.expiring} ${activity.expiring === 1 ? 'expires' : 'expire'} soon`}
        days={activity.today.sessions.days}
        daysOf="Started per day"
      />
      <StatTile
        label="Memories stored today"
        href={paths.memoriesCreatedBetween(startOfDay(zone, today), endOfDay(zone, today))}
        {...figure('stored')}
      />
      <StatTile label="Recalls today" title="Opens the sessions that started today" href={ofToday(paths.sessions)} {...figure('recalls')} />
      {hasLog ? (
        <StatTile
          label="Failed calls today"
          href={withRange(`${paths.requests}?status=error`, today, today, zone)}
          isBadWhenMore
          {...figure('failed')}
        />
      ) : (
        <StatTile label="Sessions started today" href={ofToday(paths.sessions)} {...figure('sessions')} />
      )}
    </section>
  )
}
