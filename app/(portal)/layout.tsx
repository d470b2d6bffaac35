import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '@/app/_ui/mark'
import { ThemeSwitch } from '@/app/_ui/theme-switch'
import { paths } from '@/lib/paths'
import { findViewer } from '@/lib/sign-in/viewer'
import { Menu } from './menu'
import { Navigation } from './navigation'
import { PageSkeleton } from './page-skeleton'
import { Palette } from './palette/palette'
import { TeamMenu } from './team-menu'
import { TeamlessShell } from './teamless-shell'

/** The shell around the pages. It does not protect them: every page and action checks the viewer itself. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const viewer = await findViewer()
  if (viewer === undefined) return <TeamlessShell>{children}</TeamlessShell>
  const { team, memberships, person, role } = viewer
  const teams = memberships.map(({ team_id, team_name }) => ({ id: team_id, name: team_name }))
  return (
    <div className="group/shell md:grid md:min-h-dvh md:grid-cols-[14rem_minmax(0,1fr)]">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:bg-surface focus:p-3">
        Skip to content
      </a>
      <header className="border-line border-b bg-surface px-3 py-2 md:sticky md:top-0 md:h-dvh md:overflow-y-auto md:border-r md:border-b-0 md:py-4">
        <Menu
          bar={
            <>
              <Link href={paths.dashboard} className="mr-auto flex items-center gap-2 py-1 font-semibold">
                <Mark />
                Memanto
              </Link>
              <Palette role={role} />
            </>
          }
        >
          <TeamMenu team={team} teams={teams} person={person.name || person.email} />
          <Navigation role={role} />
          <ThemeSwitch className="mt-4 px-2" />
        </Menu>
      </header>
      <main id="content" className="mx-auto outline-none! w-full min-w-0 max-w-6xl px-4 py-6 md:px-8">
        <div className="group-has-[[data-navigating]]/shell:hidden">{children}</div>
        <PageSkeleton className="hidden group-has-[[data-navigating]]/shell:grid" />
      </main>
    </div>
  )
}
