import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { densityIn } from '@/app/_ui/list-view'
import { Mark } from '@/app/_ui/mark'
import { ReadsRequests } from '@/app/_ui/reads-requests'
import { ShownTeam } from '@/app/_ui/shown-team'
import { roleHasCapability } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import { findViewer } from '@/lib/sign-in/viewer'
import { CountedNavigation } from './counted-navigation'
import { HelpLinks } from './help-links'
import { Menu } from './menu'
import { PageSkeleton } from './page-skeleton'
import { Palette } from './palette/palette'
import { RailSwitch } from './rail-switch'
import { isRailNarrow } from './rail-width'
import { TeamMenu } from './team-menu'
import { TeamlessShell } from './teamless-shell'
import { UserMenu } from './user-menu'

/** The shell around the pages. It does not protect them: every page and action checks the viewer itself. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const viewer = await findViewer()
  if (viewer === undefined) return <TeamlessShell>{children}</TeamlessShell>
  const { team, memberships, person, role } = viewer
  const teams = memberships.map(({ team_id, team_name }) => ({ id: team_id, name: team_name }))
  const stored = await cookies()
  const isNarrow = isRailNarrow(stored)
  return (
    <ShownTeam value={team.id}>
      <div
        data-density={densityIn(stored)}
        data-rail={isNarrow ? 'narrow' : 'wide'}
        className="group/shell md:grid md:min-h-dvh md:grid-cols-[15rem_minmax(0,1fr)] md:data-[rail=narrow]:grid-cols-[3.75rem_minmax(0,1fr)]"
      >
        <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-3">
          Skip to content
        </a>
        <header className="sticky top-0 z-20 border-line border-b bg-surface md:h-dvh md:border-r md:border-b-0">
          <Menu
            bar={
              <>
                <Link href={paths.dashboard} aria-label="Memanto" title="Memanto" className="grid size-8 shrink-0 place-content-center">
                  <Mark />
                </Link>
                <TeamMenu key={team.id} team={team} teams={teams} role={role} />
                <div className="max-md:contents md:min-h-8 md:w-full noscript:hidden rail-narrow:w-8">
                  <Palette role={role} />
                </div>
              </>
            }
          >
            <CountedNavigation viewer={viewer} />
            <div className="mt-auto grid grid-cols-[minmax(0,1fr)] gap-1 pt-4">
              <HelpLinks />
              <UserMenu name={person.name} email={person.email} />
              <RailSwitch isNarrow={isNarrow} />
            </div>
          </Menu>
        </header>
        <main id="content" className="mx-auto outline-none! w-full min-w-0 max-w-[90rem] px-4 py-6 md:px-6 lg:px-8">
          <div key={team.id} className="group-has-[[data-navigating]]/shell:hidden">
            <ReadsRequests value={roleHasCapability(role, 'audit:read')}>{children}</ReadsRequests>
          </div>
          <PageSkeleton />
        </main>
      </div>
    </ShownTeam>
  )
}
