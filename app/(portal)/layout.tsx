import Link from 'next/link'
import type { ReactNode } from 'react'
import { requireViewer } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { Navigation } from './navigation'
import { TeamMenu } from './team-menu'

/** The shell. It decorates and never protects: every page and action asks who the viewer is. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { team, memberships, person, role } = await requireViewer()
  const teams = memberships.map(({ team_id, team_name }) => ({ id: team_id, name: team_name }))
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[14rem_1fr]">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:bg-surface focus:p-3">
        Skip to the content
      </a>
      <aside className="border-line border-b bg-surface px-3 py-3 md:sticky md:top-0 md:h-dvh md:overflow-y-auto md:border-r md:border-b-0 md:py-4">
        <div className="mb-3 flex items-center gap-2 px-2">
          <Link href={paths.dashboard} className="mr-auto font-semibold">
            Memanto
          </Link>
        </div>
        <TeamMenu team={team} teams={teams} person={person.name || person.email} />
        <Navigation role={role} />
      </aside>
      <main id="content" className="mx-auto w-full max-w-6xl px-4 py-6 md:px-8">
        {children}
      </main>
    </div>
  )
}
