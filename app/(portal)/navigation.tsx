'use client'

import { Activity, Bot, FileText, KeyRound, LayoutDashboard, ScrollText, Settings, UserRound, Users } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { cn } from '@/app/_ui/cn'
import { type Role, roleCan } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import { LinkGoing } from './navigation-pending'

const PAGES = [
  { label: 'Dashboard', href: paths.dashboard, icon: LayoutDashboard },
  { label: 'Agents', href: paths.agents, icon: Bot },
  { label: 'Sessions', href: paths.sessions, icon: Activity },
  { label: 'Summaries', href: paths.summaries, icon: FileText },
  { label: 'API keys', href: paths.apiKeys, icon: KeyRound, act: 'keys:manage' },
  { label: 'Members', href: paths.members, icon: Users },
  { label: 'Team', href: paths.team, icon: Settings, act: 'policy:manage' },
  { label: 'Audit log', href: paths.audit, icon: ScrollText, act: 'audit:read' },
  { label: 'Account', href: paths.account, icon: UserRound },
] as const

/** Only what the role may open is shown; the server refuses the rest whatever is shown. */
export const pagesFor = (role: Role) => PAGES.filter((page) => !('act' in page) || roleCan(role, page.act))

/** Pages about a time: whoever moves between them keeps it. */
const OF_A_TIME: string[] = [paths.dashboard, paths.sessions, paths.summaries]

function useTimeKept(): (href: string) => string {
  const [path, search] = [usePathname(), useSearchParams()]
  const kept = new URLSearchParams([...search].filter(([name]) => ['range', 'from', 'to', 'zone'].includes(name)))
  const isKept = kept.size > 0 && OF_A_TIME.includes(path)
  return (href) => (isKept && OF_A_TIME.includes(href) ? `${href}?${kept}` : href)
}

export function Navigation({ role }: { role: Role }) {
  const path = usePathname()
  const withTime = useTimeKept()
  return (
    <nav aria-label="Portal">
      <ul className="grid grid-cols-2 gap-1 md:grid-cols-1">
        {pagesFor(role).map(({ label, href, icon: Icon }) => {
          const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
          return (
            <li key={href}>
              <Link
                href={withTime(href)}
                aria-current={isHere ? 'page' : undefined}
                className={cn(
                  'flex items-center gap-2 rounded-md px-2 py-1.5 whitespace-nowrap',
                  isHere ? 'bg-accent-wash font-medium text-accent' : 'text-soft hover:bg-sunken hover:text-ink',
                )}
              >
                <Icon className="size-4" aria-hidden="true" />
                {label}
                <LinkGoing />
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
